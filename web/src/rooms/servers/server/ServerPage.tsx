import { Alert, Button, Group, Loader, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { IconServerOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { asApiError } from '@/api/error'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { StatusBadge } from '@/parts/StatusBadge'
import { OwnTags } from '@/parts/Tags'
import { TimeText } from '@/parts/TimeText'
import { actionLabel, STATUS } from '../model'
import { serverQuery, type Action } from '../queries'
import { ActionsTab } from './ActionsTab'
import { BackupsTab } from './BackupsTab'
import { FirewallTab } from './FirewallTab'
import { MetricsTab } from './MetricsTab'
import { OverviewTab } from './OverviewTab'
import { PowerButtons } from './PowerButtons'
import { SettingsTab } from './SettingsTab'
import { useActions } from './useActions'

const BACK = { to: '/servers', label: 'Servers' }

export function ServerPage() {
  const { account, id } = useParams({ from: '/servers/$account/$id' })
  const { tab = 'overview' } = useSearch({ from: '/servers/$account/$id' })
  const navigate = useNavigate()
  const query = useQuery(serverQuery(account, id))
  const { running } = useActions(account, id)

  if (!query.data) {
    if (query.error && asApiError(query.error).status === 404) {
      return (
        <>
          <PageHeader title="Server not found" back={BACK} />
          <EmptyState
            icon={IconServerOff}
            title={`${account} has no server ${id}`}
            action={
              <Button component={Link} to="/servers" variant="default">
                All servers
              </Button>
            }
          >
            It may have been deleted at the provider, or the account may be another one.
          </EmptyState>
        </>
      )
    }
    return (
      <>
        <PageHeader title="Server" back={BACK} />
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton height={320} role="status" aria-label="Loading" />
        )}
      </>
    )
  }
  const server = query.data
  const { label, tone } = STATUS[server.status]
  const own = { account, server }
  return (
    <>
      <PageHeader
        title={server.name}
        back={BACK}
        actions={<PowerButtons {...own} busy={running !== undefined} />}
        description={
          <Group gap="xs">
            <StatusBadge tone={tone}>{label}</StatusBadge>
            {server.state.toLowerCase() !== label.toLowerCase() && <span>{server.state}</span>}
            <span>
              {account}
              {server.region && `, ${server.region}`}
            </span>
            <OwnTags thing={{ kind: 'server', account, id: server.id }} tags={server.tags} />
          </Group>
        }
      />
      {running && <Running action={running} />}
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({
            to: '.',
            search: (old: object) => ({ ...old, tab: next === 'overview' ? undefined : next }) as never,
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }} aria-label="Parts of the server">
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="metrics">Metrics</Tabs.Tab>
          <Tabs.Tab value="backups">Backups</Tabs.Tab>
          <Tabs.Tab value="firewall">Firewall</Tabs.Tab>
          <Tabs.Tab value="actions">Actions</Tabs.Tab>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OverviewTab {...own} />
        </Tabs.Panel>
        <Tabs.Panel value="metrics">
          <MetricsTab {...own} />
        </Tabs.Panel>
        <Tabs.Panel value="backups">
          <BackupsTab {...own} />
        </Tabs.Panel>
        <Tabs.Panel value="firewall">
          <FirewallTab {...own} />
        </Tabs.Panel>
        <Tabs.Panel value="actions">
          <ActionsTab {...own} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsTab {...own} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

function Running({ action }: { action: Action }) {
  return (
    <Alert variant="light" color="ink" mb="md" p="sm" role="status">
      <Group gap="sm" wrap="nowrap">
        <Loader size="xs" />
        <Stack gap={0}>
          <Text size="sm" fw={600}>
            {actionLabel(action.name)} is under way
          </Text>
          <Text size="sm" c="dimmed">
            Since <TimeText at={action.created_at} />. It goes on if you leave this page.
          </Text>
        </Stack>
      </Group>
    </Alert>
  )
}
