import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useNextPage } from '@/api/pages'
import { oneOf } from '@/app/search'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { OrderStateBadge } from '@/parts/OrderState'
import { StatusBadge } from '@/parts/StatusBadge'
import { salesQuery, type Sale } from './api'
import { moneyColumn, timeColumn } from './columns'
import { OPERATIONS, yearsText } from './words'

const STATES = {
  held: { label: 'Under way', tone: 'busy' },
  completed: { label: 'Completed', tone: 'good' },
  refunded: { label: 'Refunded', tone: 'neutral' },
} as const

const COLUMNS: Column<Sale>[] = [
  timeColumn((row) => row.created_at, 'When'),
  { id: 'domain', header: 'Domain', value: (row) => row.domain, width: 'minmax(150px, 2fr)', phone: 'title' },
  {
    id: 'what',
    header: 'What',
    value: (row) => {
      const word = OPERATIONS.find((one) => one.value === row.operation)?.label ?? row.operation
      return `${word}, ${yearsText(row.years)}`
    },
    width: 'minmax(130px, 1fr)',
  },
  {
    id: 'state',
    header: 'State',
    value: (row) => STATES[row.state].label,
    cell: (row) =>
      row.state === 'held' && row.order_state === 'unknown' ? (
        <OrderStateBadge order={{ state: 'unknown' }} />
      ) : (
        <StatusBadge tone={STATES[row.state].tone}>{STATES[row.state].label}</StatusBadge>
      ),
    width: '110px',
    phone: 'aside',
  },
  { id: 'provider', header: 'Bought at', value: (row) => row.provider, width: 'minmax(90px, 1fr)' },
  moneyColumn('price', 'Price', (row) => row.price, { width: '100px' }),
  moneyColumn('cost', 'Cost', (row) => row.cost, { width: '100px' }),
  {
    id: 'detail',
    header: 'What is known of it',
    // Of what went well there is nothing to say.
    value: (row) => (row.state === 'completed' ? undefined : row.detail),
    width: 'minmax(140px, 2fr)',
    phone: 'bare',
  },
]

const WORDS = ['held', 'completed', 'refunded'] as const

const FILTERS: Filter<Sale>[] = [
  {
    id: 'state',
    label: 'State',
    get: (row) => row.state,
    single: true,
    options: WORDS.map((value) => ({ value, label: STATES[value].label })),
  },
]

/** What a customer has ordered; the server looks for a state and a whole domain name. */
export function CustomerOrders({ id }: { id: string }) {
  const url = useTableUrl()
  const navigate = useNavigate()
  const state = oneOf(url.values.state, WORDS)
  const domain = url.values.q?.trim().toLowerCase()
  const query = useInfiniteQuery(salesQuery(id, { ...(state && { state }), ...(domain && { domain }) }))
  const rows = useMemo(() => query.data?.pages.flat(), [query.data])
  const onEndReached = useNextPage(query)
  return (
    <DataTable
      name="sales"
      label="Orders of the customer"
      columns={COLUMNS}
      rows={rows}
      rowId={(row) => row.id}
      url={url}
      filters={FILTERS}
      manual
      searchPlaceholder="A domain's whole name"
      error={query.error}
      onRetry={() => void query.refetch()}
      onEndReached={onEndReached}
      isFetchingMore={query.isFetchingNextPage}
      onOpen={(row) => void navigate({ to: '/orders/$id', params: { id: row.order_id } })}
      empty={
        <EmptyState title="No orders yet">
          What the customer registers, renews or transfers through the API appears here, with what it cost you.
        </EmptyState>
      }
    />
  )
}
