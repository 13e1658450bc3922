import { Button, Drawer, Grid, Group, Radio, Stack, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { readJournal } from '@/api/queries/journal'
import { historyQuery } from '@/api/queries/dns'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { Panel } from '@/parts/Panel'
import { countChanges, PlanDiff, PlanReview } from '@/parts/PlanReview'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import { useZone } from './context'
import classes from './HistoryTab.module.css'
import { Waiting } from './Waiting'

type Version = Schemas['VersionBody']

const DOORS: Record<string, string> = { rest: 'API or web', cli: 'command line' }

/** Every state of the zone that was seen, what differs between two, and the way back. */
export function HistoryTab() {
  const { account, zone, go, frozen } = useZone()
  const { from, to } = useSearch({ from: '/dns/$account/$zone' })
  const [restoring, setRestoring] = useState<Version>()
  const history = useQuery(historyQuery(account, zone))
  const doors = useDoors(account, zone)
  if (history.error) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />
  if (!history.data) return <Waiting label="Reading the zone and its history" />
  const versions = history.data
  const newer = versions.find((version) => version.id === to) ?? versions[0]
  const newerAt = versions.findIndex((version) => version.id === newer?.id)
  const older = versions.find((version) => version.id === from) ?? versions[newerAt + 1]

  return (
    <>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Panel title="Versions" description="Choose two to compare, the newer on the right." flush>
            <ol className={classes.list} aria-label="Versions">
              {versions.map((version, index) => (
                <li
                  key={version.id}
                  className={classes.item}
                  data-chosen={version.id === newer?.id || version.id === older?.id || undefined}
                >
                  <Group gap={6} wrap="nowrap">
                    <Radio
                      size="xs"
                      name="older"
                      aria-label={`Compare from version ${versions.length - index}`}
                      checked={version.id === older?.id}
                      onChange={() => go({ from: version.id, to: newer?.id })}
                    />
                    <Radio
                      size="xs"
                      name="newer"
                      aria-label={`Compare to version ${versions.length - index}`}
                      checked={version.id === newer?.id}
                      onChange={() => go({ to: version.id, from: older?.id === version.id ? undefined : older?.id })}
                    />
                  </Group>
                  <Stack gap={0} style={{ flex: 1, minWidth: 0 }}>
                    <Group gap={6}>
                      <Text size="sm" fw={500} c="dimmed">
                        #{versions.length - index}
                      </Text>
                      <Text size="sm" fw={500}>
                        <TimeText at={version.at} />
                      </Text>
                      {index === 0 && (
                        <StatusBadge tone="good" size="sm">
                          now
                        </StatusBadge>
                      )}
                      {version.origin === 'outside' && (
                        <StatusBadge tone="warn" size="sm">
                          drift
                        </StatusBadge>
                      )}
                    </Group>
                    <Text size="xs" c="dimmed">
                      {wordsFor(version, doors)}
                    </Text>
                  </Stack>
                  {index > 0 && (
                    <DisabledReason reason={frozen}>
                      {(off) => (
                        <Button
                          size="xs"
                          variant="default"
                          leftSection={<IconArrowBackUp size={14} aria-hidden />}
                          aria-label={`Go back to version ${versions.length - index}`}
                          onClick={() => setRestoring(version)}
                          {...off}
                        >
                          Go back
                        </Button>
                      )}
                    </DisabledReason>
                  )}
                </li>
              ))}
            </ol>
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          {older && newer ? (
            <Difference
              key={`${older.id} ${newer.id}`}
              from={older}
              to={newer}
              numbers={[versions.length - versions.indexOf(older), versions.length - versions.indexOf(newer)]}
            />
          ) : (
            <Panel title="Difference">
              <EmptyState title="One version so far">
                The zone is as it was first seen. Each change from now on is kept here, also those made elsewhere.
              </EmptyState>
            </Panel>
          )}
        </Grid.Col>
      </Grid>
      <Drawer
        opened={restoring !== undefined}
        onClose={() => setRestoring(undefined)}
        title="Go back"
        size={720}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {restoring && (
          <PlanReview
            account={account}
            zone={zone}
            make={() =>
              ok(
                api.POST('/api/hosting/providers/{provider}/dns/{domain}/history/{id}/restore', {
                  params: { path: { provider: account, domain: zone, id: restoring.id } },
                }),
              )
            }
            onClose={() => setRestoring(undefined)}
          />
        )}
      </Drawer>
    </>
  )
}

/** The journal knows through which door a change came. */
function useDoors(account: string, zone: string): ReadonlyMap<string, string> {
  const journal = useQuery({
    queryKey: ['journal', 'zone', account, zone],
    queryFn: ({ signal }) => readJournal({ account, subject: zone, limit: 500 }, signal),
  })
  const entries = Array.isArray(journal.data) ? journal.data : []
  return new Map(entries.map((entry) => [entry.id, entry.door]))
}

function wordsFor(version: Version, doors: ReadonlyMap<string, string>): string {
  if (version.origin === 'first') return 'as it was first seen'
  if (version.origin === 'outside') return 'changed elsewhere, not through Setec Manager'
  const door = version.journal_id ? doors.get(version.journal_id) : undefined
  const through = door ? `, through ${DOORS[door] ?? door}` : ''
  return `by ${version.actor ?? 'somebody'}${through}`
}

function Difference({ from, to, numbers }: { from: Version; to: Version; numbers: [number, number] }) {
  const { account, zone } = useZone()
  const diff = useQuery({
    queryKey: ['zone', account, zone, 'diff', from.id, to.id],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/dns/{domain}/history/{id}/diff', {
          params: { path: { provider: account, domain: zone, id: from.id }, query: { to: to.id } },
          signal,
        }),
      ),
    staleTime: Infinity,
  })
  return (
    <Panel
      title={`From #${numbers[0]} to #${numbers[1]}`}
      description={diff.data && diff.data.length > 0 ? countChanges(diff.data) : undefined}
      flush
    >
      {diff.error ? (
        <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />
      ) : !diff.data ? (
        <Waiting label="Comparing" />
      ) : diff.data.length === 0 ? (
        <EmptyState title="No difference">Both versions hold the same records, but for the serial.</EmptyState>
      ) : (
        <PlanDiff changes={diff.data} zone={zone} />
      )}
    </Panel>
  )
}
