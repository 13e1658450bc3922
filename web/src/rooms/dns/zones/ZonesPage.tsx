import { Button, Group, Text } from '@mantine/core'
import { IconPlus, IconReplace, IconWorldSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Schemas } from '@/api/client'
import { useAccounts } from '@/api/queries/accounts'
import { zonesQuery } from '@/api/queries/dns'
import { useReadOnlyReason } from '@/app/session'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { StatusBadge } from '@/parts/StatusBadge'
import { BulkTags, tagColumn, tagFilter, type TaggedThing } from '@/parts/Tags'
import { TimeText } from '@/parts/TimeText'
import { AccountProblems } from './AccountProblems'
import { NewZone } from './NewZone'

/** `provider` is the name of the account's vendor, once that is known. */
type Zone = Schemas['ZoneRowBody'] & { provider?: string | undefined }

const columns: readonly Column<Zone>[] = [
  {
    id: 'name',
    header: 'Zone',
    value: (zone) => zone.name,
    cell: ZoneLink,
    width: 'minmax(220px, 2fr)',
    phone: 'title',
  },
  { id: 'account', header: 'Account', value: (zone) => zone.account, width: 'minmax(120px, 1fr)', phone: 'aside' },
  tagColumn(),
  {
    id: 'records',
    header: 'Records',
    value: (zone) => zone.records,
    cell: (zone) => zone.records?.toLocaleString() ?? <Unseen />,
    width: '96px',
    align: 'end',
    search: false,
  },
  {
    id: 'serial',
    header: 'Serial',
    value: (zone) => zone.serial,
    cell: (zone) => zone.serial ?? <Unseen />,
    width: '124px',
    align: 'end',
    phone: 'hidden',
  },
  {
    id: 'changed',
    header: 'Last change',
    value: (zone) => (zone.last_change?.origin === 'first' ? null : zone.last_change?.at),
    cell: LastChange,
    width: 'minmax(190px, 1.4fr)',
    search: (zone) => zone.last_change?.actor ?? '',
  },
  { id: 'kind', header: 'Kind', value: (zone) => zone.kind, width: '100px', optional: true, phone: 'hidden' },
]

const filters: readonly Filter<Zone>[] = [
  { id: 'account', label: 'Account', get: (zone) => zone.account },
  { id: 'provider', label: 'Provider', get: (zone) => zone.provider },
  {
    id: 'state',
    label: 'Last change',
    get: (zone) => zone.last_change?.origin ?? 'unseen',
    options: [
      { value: 'change', label: 'Changed here' },
      { value: 'outside', label: 'Changed elsewhere' },
      { value: 'first', label: 'Not changed since first seen' },
      { value: 'unseen', label: 'Not looked at yet' },
    ],
  },
  tagFilter(),
]

const thingOf = ({ account, name, tags }: Zone): TaggedThing => ({ kind: 'zone', account, id: name, tags })

function ZoneLink(zone: Zone) {
  return (
    <Text
      component={Link}
      to={`/dns/${zone.account}/${zone.name}`}
      inherit
      fw={500}
      c="inherit"
      style={{ textDecoration: 'none' }}
    >
      {zone.name}
    </Text>
  )
}

function Unseen() {
  return (
    <Text span inherit c="dimmed" aria-label="not known yet">
      –
    </Text>
  )
}

function LastChange(zone: Zone) {
  const change = zone.last_change
  if (!change) {
    return (
      <Text span inherit c="dimmed">
        not read yet
      </Text>
    )
  }
  if (change.origin === 'first') {
    return (
      <Text span inherit c="dimmed">
        none since <TimeText at={change.at} date />
      </Text>
    )
  }
  return (
    <Group gap={6} wrap="nowrap">
      <TimeText at={change.at} />
      {change.origin === 'outside' ? (
        <StatusBadge tone="warn" size="sm">
          elsewhere
        </StatusBadge>
      ) : (
        change.actor && (
          <Text span inherit c="dimmed" truncate>
            by {change.actor}
          </Text>
        )
      )}
    </Group>
  )
}

export function ZonesPage() {
  const zones = useQuery(zonesQuery)
  const readOnly = useReadOnlyReason()
  const { accounts: makers, data: all } = useAccounts('dns.zones')
  const rows = useMemo(() => {
    const vendors = new Map(all?.map((account) => [account.name, account.display_name]))
    return zones.data?.zones.map((zone): Zone => ({ ...zone, provider: vendors.get(zone.account) }))
  }, [zones.data, all])
  const navigate = useNavigate()
  const { open } = useSearch({ from: '/dns' })
  const url = useTableUrl()
  const setOpen = (next: 'new' | undefined) =>
    void navigate({ to: '/dns', search: (old) => ({ ...old, open: next }), replace: true })
  const noMaker =
    makers.length === 0 ? 'None of the accounts makes zones on request: theirs come with the domains.' : undefined

  return (
    <>
      <PageHeader
        title="DNS"
        description="The zones of all accounts."
        actions={
          <>
            <Button
              component={Link}
              to="/dns/replace"
              variant="default"
              leftSection={<IconReplace size={16} aria-hidden />}
            >
              Search and replace
            </Button>
            <DisabledReason reason={readOnly ?? noMaker}>
              {(off) => (
                <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')} {...off}>
                  New zone
                </Button>
              )}
            </DisabledReason>
          </>
        }
      />
      <AccountProblems accounts={zones.data?.accounts} />
      <DataTable
        name="zones"
        label="Zones"
        columns={columns}
        rows={rows}
        rowId={(zone) => `${zone.account} ${zone.name}`}
        url={url}
        filters={filters}
        error={zones.error}
        onRetry={() => void zones.refetch()}
        onOpen={(zone) =>
          void navigate({ to: '/dns/$account/$zone', params: { account: zone.account, zone: zone.name } })
        }
        searchPlaceholder="Search zones"
        bulk={(chosen, clear) => <BulkTags things={chosen.map(thingOf)} clear={clear} />}
        empty={
          <EmptyState
            icon={IconWorldSearch}
            title="No zones yet"
            action={
              <Button component={Link} to="/providers">
                Connect an account
              </Button>
            }
          >
            Connect an account at a DNS provider, and its zones are here.
          </EmptyState>
        }
      />
      <NewZone
        opened={open === 'new'}
        onClose={() => setOpen(undefined)}
        accounts={makers.map((account) => account.name)}
      />
    </>
  )
}
