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

/** What tells how far an order, or one step of it, has got. */
interface Stage {
  state: State
  kind?: Schemas['OrderKind']
  detail?: string | null
}

/**
 * Whether the provider has taken a transfer that the registries are still at, which takes days. The API calls that
 * unknown like an answer that was lost, and says which of both it is in words.
 */
export function isOnItsWay({ state, kind, detail }: Stage): boolean {
  return state === 'unknown' && kind === 'transfer_domain' && /\bis under way$/.test(detail ?? '')
}

export function orderWords(stage: Stage): { label: string; tone: Tone; meaning: string } {
  if (!isOnItsWay(stage)) return ORDER_STATES[stage.state]
  return { label: 'Under way', tone: 'busy', meaning: 'The provider has taken it; transfers take up to some days' }
}

export function OrderStateBadge({ order }: { order: Stage & { waiting_for_approval?: boolean } }) {
  const { label, tone, meaning } = orderWords(order)
  if (order.waiting_for_approval) {
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
