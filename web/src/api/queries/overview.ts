import { queryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '../client'

export interface Overview {
  counts: {
    account: string
    driver: string
    domains?: number | null
    zones?: number | null
    servers?: number | null
    keys?: number | null
    subscriptions?: number | null
    problem?: string | null
  }[]
  attention: {
    kind: string
    severity: string
    account?: string | null
    subject?: string | null
    message: string
    link: string
    at?: string | null
  }[]
  costs: { account: string; currency: string; monthly_minor: number; trend: { month: string; minor: number }[] }[]
  renewals: {
    account: string
    kind: string
    name: string
    at: string
    price?: Schemas['Money'] | null
    auto_renew?: boolean | null
  }[]
  changes: Schemas['JournalBody'][]
  asked_at: string
}

/** The state of everything, as far as it is known without waiting for a slow provider. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => ok(api.GET('/api/overview' as never, { signal } as never)) as Promise<Overview>,
  // What makes it old tells itself; the clock moves days and prices.
  staleTime: 60_000,
  refetchInterval: 5 * 60_000,
})
