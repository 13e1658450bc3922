// An order as it goes on: its state, why, and every step so far.
//   <OrderProgress id={order.id} done={<Button>Open the domain</Button>} />
import { Alert, Anchor, Button, Group, Skeleton, Stack, Text, Timeline } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconHourglass, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sentence } from '@/api/error'
import { orderQuery, type OrderDetails } from '@/api/queries/orders'
import { ErrorState } from '../ErrorState'
import { formatMoney } from '../MoneyText'
import { isOnItsWay, OrderStateBadge, orderWords } from '../OrderState'
import { TimeText } from '../TimeText'

interface Props {
  id: string
  /** What to do next once it is completed. */
  done?: ReactNode
  /** What to do next after a failure, such as back to the form. */
  failed?: ReactNode
}

export function OrderProgress({ id, done, failed }: Props) {
  const query = useQuery(orderQuery(id))
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton height={160} />
  const order = query.data
  return (
    <Stack gap="md" aria-live="polite">
      <Group gap="xs">
        <Text fw={600}>{capital(order.what)}</Text>
        <OrderStateBadge order={order} />
      </Group>
      <Outcome order={order} />
      <Timeline active={order.steps.length - 1} bulletSize={18} lineWidth={2}>
        {order.steps.map((step) => (
          <Timeline.Item key={`${step.at} ${step.state}`} title={orderWords({ ...step, kind: order.kind }).label}>
            <Text size="sm" c="dimmed">
              <TimeText at={step.at} exact /> by {step.by}
            </Text>
            {step.detail && (
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {sentence(step.detail)}
              </Text>
            )}
          </Timeline.Item>
        ))}
      </Timeline>
      <Group gap="xs">
        {order.state === 'completed' && done}
        {order.state === 'failed' && failed}
        <Button component={Link} to={`/orders/${order.id}`} variant="default">
          Open the order
        </Button>
      </Group>
    </Stack>
  )
}

function Outcome({ order }: { order: OrderDetails }) {
  const price = formatMoney(order.price.minor, order.price.currency)
  if (order.waiting_for_approval)
    return (
      <Note color="yellow" icon={<IconHourglass aria-hidden />} title="It waits for approval">
        {order.approval_reason ? `${sentence(order.approval_reason)}. ` : ''}
        Nothing was sent or paid. Another administrator approves or rejects it under{' '}
        <Anchor component={Link} to="/orders" inherit>
          Orders
        </Anchor>
        .
      </Note>
    )
  if (isOnItsWay(order))
    return (
      <Note color="ink" icon={<IconHourglass aria-hidden />} title="Under way">
        {order.provider} has taken the transfer; the registries need up to some days for it. {order.provider} is asked
        again
        {order.next_look_at && (
          <>
            {' '}
            <TimeText at={order.next_look_at} />
          </>
        )}
        , and you may leave this page.
      </Note>
    )
  switch (order.state) {
    case 'completed':
      return (
        <Note color="green" icon={<IconCheck aria-hidden />} title="Done">
          {order.provider} has carried it out for {price}.
        </Note>
      )
    case 'failed':
      return (
        <Note color="red" icon={<IconX aria-hidden />} title="It was not carried out">
          {order.detail ? sentence(order.detail) : 'The provider refused it.'}
        </Note>
      )
    case 'unknown':
      return (
        <Note
          color="yellow"
          icon={<IconAlertTriangle aria-hidden />}
          title="Nobody knows yet whether it was carried out"
        >
          The provider&rsquo;s answer was lost or says too little. Do not order it again: the provider is asked until it
          is certain
          {order.next_look_at && (
            <>
              , next <TimeText at={order.next_look_at} />
            </>
          )}
          . {order.detail ? sentence(order.detail) : ''}
        </Note>
      )
    default:
      return (
        <Note color="ink" icon={<IconHourglass aria-hidden />} title="Under way">
          It goes on by itself; you may leave this page.
        </Note>
      )
  }
}

function Note(props: { color: string; icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <Alert color={props.color} variant="light" icon={props.icon} title={props.title} p="sm">
      <Text size="sm" component="div">
        {props.children}
      </Text>
    </Alert>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
