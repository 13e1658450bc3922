import { Button, Text } from '@mantine/core'
import { IconPlus, IconServer2, IconShield } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useReadOnlyReason } from '@/app/session'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { MoneyText } from '@/parts/MoneyText'
import { PageHeader } from '@/parts/PageHeader'
import { StatusBadge } from '@/parts/StatusBadge'
import { BulkTags, TagBadges, tagColumn, tagFilter, type TaggedThing } from '@/parts/Tags'
import { TimeText } from '@/parts/TimeText'
import { BulkPower } from './BulkPower'
import { Addresses, NamesLine, TwoLines } from './cells'
import { labelWords, sizeOf, STATUS } from './model'
import { Problems } from './Problems'
import { useServers, type Row } from './useServers'

const wordsOn = (row: Row) => [...row.tags, ...labelWords(row.labels)]

const COLUMNS: Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    value: (row) => row.name,
    cell: (row) => (
      <>
        <Text component={Link} to={`/servers/${row.account}/${row.id}`} inherit fw={500} c="inherit" title={row.name}>
          {row.name}
        </Text>
        <NamesLine row={row} />
      </>
    ),
    width: 'minmax(164px, 2fr)',
    phone: 'title',
  },
  {
    id: 'status',
    header: 'State',
    value: (row) => STATUS[row.status].label,
    cell: (row) => <StatusBadge tone={STATUS[row.status].tone}>{STATUS[row.status].label}</StatusBadge>,
    width: '100px',
    phone: 'aside',
  },
  { id: 'account', header: 'Account', value: (row) => row.account, width: 'minmax(90px, 1fr)' },
  {
    id: 'addresses',
    header: 'Addresses',
    value: (row) => row.ipv4 ?? row.ipv6,
    search: (row) => `${row.ipv4 ?? ''} ${row.ipv6 ?? ''}`,
    cell: (row) => <Addresses row={row} />,
    width: 'minmax(150px, 1.4fr)',
  },
  { id: 'region', header: 'Region', value: (row) => row.region, width: 'minmax(88px, 1fr)' },
  {
    id: 'size',
    header: 'Plan and size',
    value: (row) => row.memory_mb,
    cell: (row) => <TwoLines first={row.plan} second={sizeOf(row)} />,
    search: (row) => row.plan,
    width: '162px',
  },
  { id: 'os', header: 'System', value: (row) => row.os, width: 'minmax(104px, 1fr)' },
  {
    id: 'cost',
    header: 'Cost',
    value: (row) => row.cost?.minor,
    cell: (row) =>
      row.cost ? (
        <MoneyText minor={row.cost.minor} currency={row.cost.currency} per={row.cost.term} />
      ) : (
        <MoneyText minor={null} />
      ),
    search: false,
    width: '118px',
    align: 'end',
  },
  {
    ...tagColumn<Row>(),
    header: 'Tags, labels',
    value: (row) => wordsOn(row).join(' '),
    cell: (row) => <TagBadges tags={wordsOn(row)} />,
    width: 'minmax(96px, 1fr)',
  },
  {
    id: 'created',
    header: 'Created',
    value: (row) => row.created_at,
    cell: (row) => <TimeText at={row.created_at} date />,
    width: '110px',
    optional: true,
  },
  { id: 'id', header: 'ID', value: (row) => row.id, width: '100px', optional: true },
]

const FILTERS: Filter<Row>[] = [
  { id: 'account', label: 'Account', get: (row) => row.account },
  { id: 'provider', label: 'Provider', get: (row) => row.provider },
  {
    id: 'status',
    label: 'State',
    get: (row) => row.status,
    options: Object.entries(STATUS).map(([value, { label }]) => ({ value, label })),
  },
  { id: 'region', label: 'Region', get: (row) => row.region },
  { id: 'label', label: 'Label', get: (row) => labelWords(row.labels) },
  tagFilter(),
]

const thingOf = ({ account, id, tags }: Row): TaggedThing => ({ kind: 'server', account, id, tags })
const bulk = (rows: Row[], clear: () => void) => (
  <>
    <BulkPower rows={rows} clear={clear} />
    <BulkTags things={rows.map(thingOf)} clear={clear} />
  </>
)
const rowId = (row: Row) => `${row.account}/${row.id}`
const rowHeight = () => 56
const toneOf = (row: Row) => (row.status === 'error' ? ('bad' as const) : undefined)

export function ServersPage() {
  const { accounts, rows, problems, error, refetch } = useServers()
  const readOnly = useReadOnlyReason()
  const navigate = useNavigate()
  const url = useTableUrl()
  const without = rows && accounts.length === 0 ? 'No connected account offers servers' : undefined
  const create = (
    <DisabledReason reason={readOnly ?? without}>
      {(off) => (
        <Button
          component={Link}
          to="/servers/new"
          leftSection={<IconPlus size={16} aria-hidden />}
          {...(off as object)}
        >
          Create server
        </Button>
      )}
    </DisabledReason>
  )
  return (
    <>
      <PageHeader
        title="Servers"
        actions={
          <>
            <Button
              component={Link}
              to="/servers/firewalls"
              variant="default"
              leftSection={<IconShield size={16} aria-hidden />}
            >
              Firewalls
            </Button>
            {create}
          </>
        }
      />
      <Problems what="servers" problems={problems} />
      <DataTable
        name="servers"
        label="Servers"
        columns={COLUMNS}
        rows={rows}
        rowId={rowId}
        url={url}
        filters={FILTERS}
        error={error}
        onRetry={() => void refetch()}
        searchPlaceholder="Name, address, plan, label"
        onOpen={(row) => void navigate({ to: '/servers/$account/$id', params: { account: row.account, id: row.id } })}
        tone={toneOf}
        rowHeight={rowHeight}
        bulk={bulk}
        empty={
          accounts.length === 0 ? (
            <EmptyState
              icon={IconServer2}
              title="No account with servers"
              action={
                <Button component={Link} to="/providers" variant="default">
                  Connect an account
                </Button>
              }
            >
              Connect an account at a provider that offers virtual servers, such as Hostinger.
            </EmptyState>
          ) : (
            <EmptyState icon={IconServer2} title="No servers yet" action={create}>
              Choose a region, a plan and a system; the price is shown before anything is bought.
            </EmptyState>
          )
        }
      />
    </>
  )
}
