import { ActionIcon, Anchor, Button, Group, Menu, Tabs, Text } from '@mantine/core'
import { IconCopy, IconDots, IconDownload, IconFileImport, IconRefresh, IconSparkles } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { api, ok } from '@/api/client'
import { recordsQuery } from '@/api/queries/dns'
import { DisabledReason } from '@/parts/DisabledReason'
import { notifyFailed } from '@/parts/notify'
import { PageHeader } from '@/parts/PageHeader'
import { StatusBadge } from '@/parts/StatusBadge'
import { OwnTags, zoneTagsQuery } from '@/parts/Tags'
import { SetEditor } from '../editor/SetEditor'
import { RecordsTab } from '../records/RecordsTab'
import { ReviewDrawer } from '../review/ReviewDrawer'
import { TABS } from '../routes'
import { LeaveGuard } from '../stage/LeaveGuard'
import { StageBar } from '../stage/StageBar'
import { useZone, ZoneProvider } from './context'
import { exportZone } from './export'

const HistoryTab = lazy(() => import('./HistoryTab').then((m) => ({ default: m.HistoryTab })))
const HealthTab = lazy(() => import('./HealthTab').then((m) => ({ default: m.HealthTab })))
const LiveTab = lazy(() => import('./LiveTab').then((m) => ({ default: m.LiveTab })))
const SettingsTab = lazy(() => import('./SettingsTab').then((m) => ({ default: m.SettingsTab })))
const ImportDrawer = lazy(() => import('../import/ImportDrawer').then((m) => ({ default: m.ImportDrawer })))
const CopyDrawer = lazy(() => import('../import/CopyDrawer').then((m) => ({ default: m.CopyDrawer })))
const Templates = lazy(() => import('../templates/Templates').then((m) => ({ default: m.Templates })))

const LABELS: Record<(typeof TABS)[number], string> = {
  records: 'Records',
  history: 'History',
  health: 'Health',
  live: 'Live',
  settings: 'Settings',
}

export function ZonePage() {
  const { account, zone } = useParams({ from: '/dns/$account/$zone' })
  return (
    <ZoneProvider key={`${account} ${zone}`} account={account} zone={zone}>
      <Zone />
    </ZoneProvider>
  )
}

function Zone() {
  const { account, zone, sets, frozen, isZoneProtected, go, driver } = useZone()
  const tags = useQuery(zoneTagsQuery(account, zone))
  const { tab = 'records', open } = useSearch({ from: '/dns/$account/$zone' })
  const serial = sets.get('@ SOA')?.values[0]?.content.split(' ')[2]
  const count = [...sets.values()].reduce((sum, set) => sum + set.values.length, 0)

  return (
    <>
      <PageHeader
        title={zone}
        back={{ to: '/dns', label: 'DNS' }}
        actions={
          <>
            <DisabledReason reason={frozen}>
              {(off) => (
                <Button
                  variant="default"
                  leftSection={<IconSparkles size={16} aria-hidden />}
                  onClick={() => go({ open: 'templates' })}
                  {...off}
                >
                  Templates
                </Button>
              )}
            </DisabledReason>
            <DisabledReason reason={frozen}>
              {(off) => (
                <Button
                  variant="default"
                  leftSection={<IconFileImport size={16} aria-hidden />}
                  onClick={() => go({ open: 'import' })}
                  {...off}
                >
                  Import
                </Button>
              )}
            </DisabledReason>
            <MoreMenu />
          </>
        }
      >
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            at{' '}
            <Anchor component={Link} to="/dns" search={{ account } as never} size="sm" c="inherit" td="underline">
              {account}
            </Anchor>
            {driver && driver !== account && ` (${driver})`}
            {count > 0 && `, ${count.toLocaleString()} records`}
            {serial && `, serial ${serial}`}
          </Text>
          {isZoneProtected && <StatusBadge tone="warn">protected</StatusBadge>}
          <OwnTags thing={{ kind: 'zone', account, id: zone }} tags={tags.data?.tags} />
        </Group>
      </PageHeader>
      <Tabs
        value={tab}
        onChange={(next) => {
          const wanted = TABS.find((one) => one === next)
          if (wanted)
            go({ tab: wanted === 'records' ? undefined : wanted, q: undefined, from: undefined, to: undefined })
        }}
        keepMounted={false}
      >
        <Tabs.List mb="md" style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {LABELS[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="records">
          <RecordsTab />
        </Tabs.Panel>
        <Suspense>
          <Tabs.Panel value="history">
            <HistoryTab />
          </Tabs.Panel>
          <Tabs.Panel value="health">
            <HealthTab />
          </Tabs.Panel>
          <Tabs.Panel value="live">
            <LiveTab />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <SettingsTab />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
      <StageBar />
      <SetEditor />
      <ReviewDrawer />
      <Suspense>
        {open === 'import' && <ImportDrawer />}
        {open === 'copy' && <CopyDrawer />}
        {open === 'templates' && <Templates />}
      </Suspense>
      <LeaveGuard />
    </>
  )
}

function MoreMenu() {
  const { account, zone, readOnly, go, setChosen } = useZone()
  const client = useQueryClient()

  async function refresh() {
    try {
      const records = await ok(
        api.GET('/api/hosting/providers/{provider}/dns/{domain}', {
          params: { path: { provider: account, domain: zone }, query: { refresh: true } },
        }),
      )
      client.setQueryData(recordsQuery(account, zone).queryKey, records)
    } catch (error) {
      notifyFailed('The records could not be read', error)
    }
  }

  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More for this zone">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconDownload size={15} aria-hidden />} onClick={() => void exportZone(account, zone)}>
          Export as zone file
        </Menu.Item>
        {readOnly && <Menu.Label maw={240}>{readOnly}</Menu.Label>}
        <Menu.Item
          leftSection={<IconCopy size={15} aria-hidden />}
          disabled={readOnly !== undefined}
          onClick={() => {
            setChosen(undefined)
            go({ open: 'copy' })
          }}
        >
          Copy to another zone
        </Menu.Item>
        <Menu.Item leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => void refresh()}>
          Read again from the provider
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
