import { Alert, Grid, Group, Skeleton, Stack, Text, Timeline } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { isUnderWay, orderQuery, type OrderDetails } from '@/api/queries/orders'
import { ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { TextLink } from '@/parts/links'
import { MoneyText } from '@/parts/MoneyText'
import { isOnItsWay, OrderStateBadge, orderWords } from '@/parts/OrderState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { OrderActions } from './OrderActions'
import { capital, KINDS } from './words'

export function OrderPage() {
  const { id } = useParams({ from: '/orders/$id' })
  const order = useQuery(orderQuery(id))
  const back = { to: '/orders', label: 'Orders' }

  if (!order.data) {
    return (
      <>
        <PageHeader title="Order" back={back} />
        {order.error ? (
          <ErrorState error={order.error} onRetry={() => void order.refetch()} />
        ) : (
          <Skeleton height={220} role="status" aria-label="Loading" />
        )}
      </>
    )
  }
  const { data } = order
  return (
    <>
      <PageHeader
        title={capital(data.what)}
        back={back}
        actions={<OrderActions order={data} />}
        description={
          <Group gap="xs">
            <OrderStateBadge order={data} />
            <Text span size="sm">
              {data.waiting_for_approval ? data.approval_reason : orderWords(data).meaning}
            </Text>
          </Group>
        }
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            {data.state === 'unknown' && !isOnItsWay(data) && <Unknown order={data} />}
            <Panel title="Steps">
              <Steps order={data} />
            </Panel>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Panel title="Facts">
            <Facts order={data} />
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Unknown({ order }: { order: OrderDetails }) {
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title="Nobody knows yet whether this was bought"
      variant="light"
    >
      <Text size="sm">
        {order.detail ?? 'The answer of the provider was lost.'} It is not sent again.{' '}
        {order.next_look_at && (
          <>
            The provider is asked next <TimeText at={order.next_look_at} />.
          </>
        )}
      </Text>
    </Alert>
  )
}

function Steps({ order }: { order: OrderDetails }) {
  const current = order.steps.length - 1
  return (
    <Timeline active={current} bulletSize={14} lineWidth={2} aria-live="polite" aria-label="Steps of the order">
      {order.steps.map((step, index) => (
        <Timeline.Item
          key={`${step.at} ${step.state}`}
          color={
            index === current && !isOnItsWay({ ...step, kind: order.kind }) ? timelineColor(step.state) : undefined
          }
          title={
            <Group gap="xs">
              <Text span fw={600} size="sm">
                {orderWords({ ...step, kind: order.kind }).label}
              </Text>
              <Text span size="sm" c="dimmed">
                <TimeText at={step.at} exact /> by {step.by}
              </Text>
            </Group>
          }
        >
          {step.detail && (
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {capital(step.detail)}
            </Text>
          )}
        </Timeline.Item>
      ))}
      {(isUnderWay(order) || order.waiting_for_approval) && (
        <Timeline.Item lineVariant="dashed" title={<Text size="sm">{nextStep(order)}</Text>} />
      )}
    </Timeline>
  )
}

function nextStep(order: OrderDetails): string {
  if (order.waiting_for_approval) return 'Waits for another administrator'
  if (isOnItsWay(order)) return 'The provider is asked until it has ended'
  if (order.state === 'unknown') return 'The provider is asked until it is certain'
  if (order.state === 'sent') return 'Waits for the answer of the provider'
  return 'Is about to be sent'
}

function timelineColor(state: OrderDetails['state']): string {
  if (state === 'completed') return 'green.7'
  if (state === 'failed') return 'red.7'
  return state === 'unknown' ? 'yellow.7' : 'ink'
}

function Facts({ order }: { order: OrderDetails }) {
  return (
    <KeyValues
      items={[
        ['Kind', KINDS[order.kind]],
        ['Account', order.provider],
        ['For', <Target key="target" order={order} />],
        ['Price', <MoneyText key="price" money={order.price} fw={600} />],
        order.renewal_price && [
          'Renews for',
          <MoneyText key="renewal" money={order.renewal_price} per={order.years === undefined ? undefined : 'year'} />,
        ],
        order.years != null && ['Term', `${order.years} ${order.years === 1 ? 'year' : 'years'}`],
        ['Ordered by', order.user],
        order.approved_by != null && ['Approved by', order.approved_by],
        order.reference != null && [
          "Provider's reference",
          <span key="reference" className="mono">
            {order.reference}
          </span>,
        ],
        ['Begun', <TimeText key="begun" at={order.created_at} exact />],
        order.settled_at != null && ['Settled', <TimeText key="settled" at={order.settled_at} exact />],
        [
          'Order',
          <span key="id" className="mono">
            {order.id}
          </span>,
        ],
      ]}
    />
  )
}

function Target({ order }: { order: OrderDetails }) {
  const isDomain = order.kind.endsWith('_domain')
  if (!isDomain || order.state !== 'completed') return order.target
  return (
    <TextLink to="/domains/$account/$name" params={{ account: order.provider, name: order.subject }}>
      {order.target}
    </TextLink>
  )
}
