import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '../client'

export type Order = Schemas['OrderBody']
export type OrderDetails = Schemas['OrderDetailsBody']
export type OrderState = Schemas['OrderState']

const PAGE = 500

/** All orders, newest first, a page at a time. */
export const ordersQuery = infiniteQueryOptions({
  queryKey: ['orders', 'all'],
  queryFn: ({ pageParam, signal }) =>
    ok(api.GET('/api/hosting/orders', { params: { query: { limit: PAGE, before: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
})

/** One order with its steps; asked for often while something may still happen. */
export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: ({ signal }) => ok(api.GET('/api/hosting/orders/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data) ? 2000 : false),
  })

/** Whether the order may change without anybody here doing anything. */
export function isUnderWay(order: Order): boolean {
  return (
    order.state === 'sent' || order.state === 'unknown' || (order.state === 'confirmed' && !order.waiting_for_approval)
  )
}
