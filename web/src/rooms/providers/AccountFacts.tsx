import { Group, Progress, Text, Tooltip } from '@mantine/core'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import type { Account } from './model'

export function HealthBadge({ account }: { account: Account }) {
  const state = account.health?.state
  if (account.error) return <StatusBadge tone="bad">Broken settings</StatusBadge>
  if (!account.connected) return <StatusBadge tone="bad">Not connected</StatusBadge>
  if (state === 'failing') return <StatusBadge tone="bad">Failing</StatusBadge>
  if (state === 'ok') return <StatusBadge tone="good">Connected</StatusBadge>
  return (
    <Tooltip label="Credentials are in place and have not been refused.">
      <StatusBadge tone="good">Connected</StatusBadge>
    </Tooltip>
  )
}

export function SandboxBadge() {
  return (
    <Tooltip label="A simulator: nothing there is real and nothing costs money.">
      <StatusBadge tone="busy">Sandbox</StatusBadge>
    </Tooltip>
  )
}

/** How much of the provider's limit of requests is used. */
export function Budget({ budget }: { budget: NonNullable<Account['budget']> }) {
  const { limit, remaining, resets_at: resets } = budget
  if (limit == null || remaining == null || limit <= 0) return <>–</>
  const used = Math.max(0, limit - remaining)
  const share = (100 * used) / limit
  return (
    <div>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Text span inherit>
          {used.toLocaleString()} of {limit.toLocaleString()} used
        </Text>
        {resets && (
          <Text span size="xs" c="dimmed">
            resets <TimeText at={resets} />
          </Text>
        )}
      </Group>
      <Progress
        value={share}
        size="sm"
        mt={4}
        color={share > 90 ? 'red' : share > 70 ? 'yellow' : undefined}
        aria-label="Requests used of the provider's limit"
      />
    </div>
  )
}
