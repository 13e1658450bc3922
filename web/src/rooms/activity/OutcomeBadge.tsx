import { Tooltip } from '@mantine/core'
import { StatusBadge } from '@/parts/StatusBadge'

/** How a change ended. */
export function OutcomeBadge({ outcome }: { outcome: string | null | undefined }) {
  if (outcome === 'done') return <StatusBadge tone="good">Done</StatusBadge>
  if (outcome === 'failed') return <StatusBadge tone="bad">Failed</StatusBadge>
  if (outcome === 'unknown') {
    return (
      <Tooltip label="Nobody knows whether the provider did it: look before you repeat it">
        <StatusBadge tone="warn">Unknown</StatusBadge>
      </Tooltip>
    )
  }
  return <StatusBadge tone="busy">Under way</StatusBadge>
}
