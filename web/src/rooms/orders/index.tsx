import { Button } from '@mantine/core'
import { IconReceipt } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useAllPages } from '@/api/pages'
import { ordersQuery, type Order } from '@/api/queries/orders'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { MoneyText } from '@/parts/MoneyText'
import { isOnItsWay, OrderStateBadge } from '@/parts/OrderState'
import { PageHeader } from '@/parts/PageHeader'
import { TimeText } from '@/parts/TimeText'
import { capital, KINDS, STATE_CHOICES } from './words'

const columns: Column<Order>[] = [
  {
    id: 'what',
    header: 'Order',
    value: (order) => order.what,
    cell: (order) => capital(order.what),
    search: (order) => `${order.what} ${order.target} ${order.id}`,
    width: 'minmax(260px, 3fr)',
    phone: 'title',
  },
  { id: 'kind', header: 'Kind', value: (order) => KINDS[order.kind], width: 'minmax(140px, 1fr)', optional: true },
  { id: 'account', header: 'Account', value: (order) => order.provider, width: 'minmax(100px, 1fr)' },
  {
    id: 'price',
    header: 'Price',
    value: (order) => order.price.minor,
    search: false,
    cell: (order) => <MoneyText money={order.price} />,
    align: 'end',
    width: '110px',
  },
  {
    id: 'state',
    header: 'State',
    value: (order) => (order.waiting_for_approval ? 'waiting' : order.state),
    cell: (order) => <OrderStateBadge order={order} />,
    width: '150px',
    phone: 'aside',
  },
  { id: 'user', header: 'Ordered by', value: (order) => order.user, width: '120px' },
  {
    id: 'created',
    header: 'Begun',
    value: (order) => order.created_at,
    search: false,
    cell: (order) => <TimeText at={order.created_at} />,
    width: '140px',
  },
]

const filters: Filter<Order>[] = [
  {
    id: 'state',
    label: 'State',
    get: (order) => (order.waiting_for_approval ? ['waiting', order.state] : order.state),
    options: STATE_CHOICES,
  },
  { id: 'account', label: 'Account', get: (order) => order.provider },
  {
    id: 'kind',
    label: 'Kind',
    get: (order) => order.kind,
    options: Object.entries(KINDS).map(([value, label]) => ({ value, label })),
  },
]

function toneOf(order: Order) {
  if (order.state === 'unknown' && !isOnItsWay(order)) return 'bad'
  return order.waiting_for_approval ? 'changed' : undefined
}

export function OrdersPage() {
  const url = useTableUrl()
  const navigate = useNavigate()
  const orders = useInfiniteQuery(ordersQuery)
  const rows = useMemo(() => orders.data?.pages.flat(), [orders.data])

  // The filters look at what is here, so everything is fetched, a page after the other.
  useAllPages(orders)

  return (
    <>
      <PageHeader
        title="Orders"
        description="Everything that spends money: what was bought, for how much, and how far it is."
      />
      <DataTable
        name="orders"
        label="Orders"
        columns={columns}
        rows={rows}
        rowId={(order) => order.id}
        url={url}
        filters={filters}
        error={orders.error}
        onRetry={() => void orders.refetch()}
        onOpen={(order) => void navigate({ to: '/orders/$id', params: { id: order.id } })}
        tone={toneOf}
        empty={
          <EmptyState
            icon={IconReceipt}
            title="No orders yet"
            action={
              <Button component={Link} to="/domains" variant="default">
                Go to the domains
              </Button>
            }
          >
            Registrations, renewals, transfers and new servers appear here from the quote on.
          </EmptyState>
        }
      />
    </>
  )
}
