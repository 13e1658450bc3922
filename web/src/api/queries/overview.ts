import { queryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '../client'

export type Overview = Schemas['OverviewBody']

/** The state of everything, as far as it is known without waiting for a slow provider. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => ok(api.GET('/api/overview', { signal })),
  // What makes it old tells itself; the clock moves days and prices.
  staleTime: 60_000,
  refetchInterval: 5 * 60_000,
})
