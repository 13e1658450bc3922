// How far an order has got, in words: <OrderStateBadge order={order} />
import { Tooltip } from '@mantine/core'
import type { Schemas } from '@/api/client'
import { StatusBadge, type Tone } from './StatusBadge'

type State = Schemas['OrderState']

export const ORDER_STATES: Record<State, { label: string; tone: Tone; meaning: string }> = {
  quoted: { label: 'Quoted', tone: 'neutral', meaning: 'Checked and priced, not agreed to' },
  confirmed: { label: 'Confirmed', tone: 'busy', meaning: 'Agreed to, not sent yet' },
  sent: { label: 'Sent', tone: 'busy', meaning: 'It may have left for the provider; no answer is written down' },
  completed: { label: 'Completed', tone: 'good', meaning: 'The provider has carried it out' },
  failed: { label: 'Failed', tone: 'bad', meaning: 'Never sent, refused, or certainly not carried out' },
  unknown: {
    label: 'Unknown',
    tone: 'warn',
    meaning: 'The answer was lost or says too little; the provider is asked until it is certain',
  },
}

export function OrderStateBadge({ state, waiting }: { state: State; waiting?: boolean }) {
  const { label, tone, meaning } = ORDER_STATES[state]
  if (waiting) {
    return (
      <Tooltip label="Above a spending limit: another administrator must approve it before it is sent">
        <StatusBadge tone="warn">Waits for approval</StatusBadge>
      </Tooltip>
    )
  }
  return (
    <Tooltip label={meaning}>
      <StatusBadge tone={tone}>{label}</StatusBadge>
    </Tooltip>
  )
}
