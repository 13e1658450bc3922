import { Anchor, Box, Button, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconWand } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '@/api/client'
import { sentence } from '@/api/error'
import { lintQuery } from '@/api/queries/dns'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { Panel } from '@/parts/Panel'
import { StatusBadge, type Tone } from '@/parts/StatusBadge'
import { Waiting } from './Waiting'
import { keyOf, relative, sameData, setsOf } from '../records/model'
import { useZone } from './context'

type Finding = Schemas['FindingBody']

const TONES: Record<string, Tone> = { error: 'bad', warning: 'warn', notice: 'neutral' }

/** What is wrong or doubtful, with what mends it. */
export function HealthTab() {
  const { account, zone } = useZone()
  const lint = useQuery(lintQuery(account, zone))
  if (lint.error) return <ErrorState error={lint.error} onRetry={() => void lint.refetch()} />
  if (!lint.data) return <Waiting label="Looking at the zone" />
  const count = (severity: string) => lint.data.filter((finding) => finding.severity === severity).length
  const counts = [
    [count('error'), 'error', 'errors'],
    [count('warning'), 'warning', 'warnings'],
    [count('notice'), 'notice', 'notices'],
  ] as const
  return (
    <Panel
      title="Health"
      description={
        lint.data.length === 0
          ? undefined
          : counts
              .filter(([n]) => n > 0)
              .map(([n, one, many]) => `${n} ${n === 1 ? one : many}`)
              .join(', ')
      }
      flush
      actions={
        <Button variant="default" size="xs" loading={lint.isFetching} onClick={() => void lint.refetch()}>
          Check again
        </Button>
      }
    >
      {lint.data.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title="Nothing found">
          No mistakes in the records, the mail policies and the delegation.
        </EmptyState>
      ) : (
        <ul style={{ listStyle: 'none', margin: 0, padding: 0 }} aria-label="Findings">
          {lint.data.map((finding, index) => (
            <FindingItem key={`${finding.rule} ${finding.name} ${index}`} finding={finding} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function FindingItem({ finding }: { finding: Finding }) {
  const { zone, sets, after, frozen, whyLocked, putAll, stage, go } = useZone()
  const { fix } = finding
  const name = relative(finding.name, zone)
  const key = finding.type ? keyOf(name, finding.type) : undefined
  const made = fix ? [...setsOf(fix.records).values()] : []
  const isStaged =
    fix != null &&
    (made.length > 0 || fix.delete.length > 0) &&
    made.every((set) => sameData(after.get(keyOf(set.name, set.type)), set)) &&
    fix.delete.every((set) => !after.has(keyOf(set.name, set.type)))

  const touched = [...(fix?.delete ?? []), ...made]
  const locked = touched.map((set) => whyLocked(set.name, set.type)).find(Boolean) ?? frozen

  function stageFix() {
    if (!fix) return
    putAll([
      ...fix.delete.map(({ name, type }) => ({ name, type, next: null })),
      ...made.map(({ name, type, ttl, values }) => ({ name, type, next: { ttl, values } })),
    ])
  }

  return (
    <Box component="li" px="md" py="sm" style={{ borderBottom: '1px solid var(--setec-line)' }}>
      <Group gap="md" align="flex-start" wrap="nowrap">
        <Box style={{ flex: 'none', width: 72 }}>
          <StatusBadge tone={TONES[finding.severity] ?? 'neutral'} size="sm">
            {finding.severity}
          </StatusBadge>
        </Box>
        <Stack gap={2} style={{ flex: 1, minWidth: 0 }}>
          <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
            {sentence(finding.message)}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {sentence(finding.advice)}
          </Text>
          <Group gap="sm" mt={4}>
            {fix &&
              (isStaged ? (
                <Text size="sm" c="dimmed">
                  The fix is staged{stage.size > 0 ? ': review it below.' : '.'}
                </Text>
              ) : (
                <DisabledReason reason={locked}>
                  {(off) => (
                    <Button
                      size="xs"
                      variant="light"
                      leftSection={<IconWand size={14} aria-hidden />}
                      onClick={stageFix}
                      aria-label={`Fix: ${fix.label}`}
                      {...off}
                    >
                      {fix.label}
                    </Button>
                  )}
                </DisabledReason>
              ))}
            {key && sets.has(key) && (
              <Anchor component="button" size="sm" onClick={() => go({ edit: key })}>
                Open {name} {finding.type}
              </Anchor>
            )}
            <Text size="xs" c="dimmed" className="mono">
              {finding.rule}
            </Text>
          </Group>
        </Stack>
      </Group>
    </Box>
  )
}
