import { Box, Button, Group, Menu, Text } from '@mantine/core'
import {
  IconArrowDownLeft,
  IconChevronDown,
  IconEye,
  IconEyeOff,
  IconLock,
  IconLockOpen,
  IconPlus,
  IconRefreshDot,
  IconServer2,
  IconWorld,
} from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DataTable, useTableUrl } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { BulkTags, type TaggedThing } from '@/parts/Tags'
import { BulkChange, type Change } from './BulkChange'
import { columnsWith, filters } from './columns'
import type { DomainRow, SyncedDomain } from './model'
import { useSyncedDomains, useZoneAccounts } from './queries'
import { RenewMany } from './RenewMany'
import { SyncButton, SyncNotes } from './SyncBar'
import { Views } from './Views'

const thingOf = ({ account, name, tags }: SyncedDomain): TaggedThing => ({ kind: 'domain', account, id: name, tags })

export function DomainsPage() {
  const navigate = useNavigate()
  const url = useTableUrl()
  const readOnly = useReadOnlyReason()
  const { domains, accounts, isComplete, error, refetch } = useSyncedDomains()
  const { accounts: sellers, data: all } = useAccounts('domains')
  const rows = useMemo(() => {
    const vendors = new Map(all?.map((account) => [account.name, account.display_name]))
    return domains?.map((domain): DomainRow => ({ ...domain, provider: vendors.get(domain.account) }))
  }, [domains, all])
  const zones = useZoneAccounts()
  const columns = useMemo(() => columnsWith(zones), [zones])
  const [job, setJob] = useState<{ what: Change | 'renew'; domains: SyncedDomain[] }>()

  const isReading = accounts?.some((account) => account.running) ?? false
  const never = accounts?.every((account) => account.last_synced == null) ?? false

  return (
    <>
      <PageHeader
        title="Domains"
        actions={
          <>
            <SyncButton accounts={accounts} />
            <Button
              component={Link}
              to="/domains/transfer"
              variant="default"
              leftSection={<IconArrowDownLeft size={16} aria-hidden />}
            >
              Transfer in
            </Button>
            <Button component={Link} to="/domains/register" leftSection={<IconPlus size={16} aria-hidden />}>
              Register
            </Button>
          </>
        }
      />
      <SyncNotes accounts={accounts} />
      <Views domains={domains} url={url} />
      {domains && error !== null && (
        <Box mb="sm">
          <ErrorState error={error} title="Not all domains could be read" onRetry={() => void refetch()} />
        </Box>
      )}
      <DataTable
        name="domains"
        label="Domains"
        columns={columns}
        rows={rows}
        rowId={(domain) => `${domain.account}/${domain.name}`}
        url={url}
        filters={filters}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(domain) => void navigate({ to: `/domains/${domain.account}/${domain.name}` })}
        tone={(domain) => (domain.problem != null ? 'bad' : undefined)}
        toolbar={
          !isComplete &&
          error === null && (
            <Text size="sm" c="dimmed">
              more are being loaded
            </Text>
          )
        }
        searchPlaceholder="Name, account, name server"
        empty={
          sellers.length === 0 ? (
            <EmptyState
              icon={IconWorld}
              title="No account has domains yet"
              action={
                <Button component={Link} to="/providers">
                  Connect a provider
                </Button>
              }
            >
              Connect an account at a registrar; its domains then appear here.
            </EmptyState>
          ) : (
            <EmptyState
              icon={IconWorld}
              title={isReading ? 'The accounts are being read' : never ? 'Not read yet' : 'No domains yet'}
              action={
                !isReading && (
                  <Group gap="xs">
                    <SyncButton accounts={accounts} />
                    <Button component={Link} to="/domains/register">
                      Register a domain
                    </Button>
                  </Group>
                )
              }
            >
              {isReading
                ? 'Domains appear as they are found.'
                : 'Read the accounts to see the domains that they have, or register one.'}
            </EmptyState>
          )
        }
        bulk={(chosen, clear) => (
          <>
            <BulkButtons readOnly={readOnly} onChoose={(what) => setJob({ what, domains: chosen })} />
            <BulkTags things={chosen.map(thingOf)} clear={clear} />
          </>
        )}
      />
      {job?.what === 'renew' && <RenewMany domains={job.domains} onClose={() => setJob(undefined)} />}
      {job && job.what !== 'renew' && (
        <BulkChange change={job.what} domains={job.domains} onClose={() => setJob(undefined)} />
      )}
    </>
  )
}

function BulkButtons({
  readOnly,
  onChoose,
}: {
  readOnly: string | undefined
  onChoose: (what: Change | 'renew') => void
}) {
  return (
    <>
      <DisabledReason reason={readOnly}>
        {(off) => (
          <Button
            size="xs"
            leftSection={<IconRefreshDot size={14} aria-hidden />}
            onClick={() => onChoose('renew')}
            {...off}
          >
            Renew
          </Button>
        )}
      </DisabledReason>
      <DisabledReason reason={readOnly}>
        {(off) =>
          readOnly ? (
            <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />} {...off}>
              Change
            </Button>
          ) : (
            <Menu position="top-start">
              <Menu.Target>
                <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
                  Change
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconLock size={15} aria-hidden />} onClick={() => onChoose('lock')}>
                  Lock
                </Menu.Item>
                <Menu.Item leftSection={<IconLockOpen size={15} aria-hidden />} onClick={() => onChoose('unlock')}>
                  Unlock
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item leftSection={<IconEyeOff size={15} aria-hidden />} onClick={() => onChoose('privacy-on')}>
                  Hide the owner
                </Menu.Item>
                <Menu.Item leftSection={<IconEye size={15} aria-hidden />} onClick={() => onChoose('privacy-off')}>
                  Show the owner
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item leftSection={<IconServer2 size={15} aria-hidden />} onClick={() => onChoose('nameservers')}>
                  Name servers
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )
        }
      </DisabledReason>
    </>
  )
}
