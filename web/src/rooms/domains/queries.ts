import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { useAllPages } from '@/api/pages'
import type { SyncedDomain } from './model'

export type AccountSync = Schemas['AccountSyncBody']

const PAGE = 1000

/** All domains of all accounts as they were last seen, a page at a time. */
const syncedQuery = infiniteQueryOptions({
  queryKey: ['domains', 'all'],
  queryFn: ({ pageParam, signal }) =>
    ok(api.GET('/api/hosting/domains', { params: { query: { limit: PAGE, after: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  // While an account is read, its domains come in.
  refetchInterval: (query) => (query.state.data?.pages[0]?.accounts.some((account) => account.running) ? 2500 : false),
})

/** The list, whose further pages come in the background. */
export function useSyncedDomains() {
  const query = useInfiniteQuery(syncedQuery)
  useAllPages(query)
  const domains = useMemo<SyncedDomain[] | undefined>(
    () => query.data?.pages.flatMap((page) => page.domains),
    [query.data],
  )
  return {
    domains,
    accounts: query.data?.pages[0]?.accounts,
    isComplete: !query.hasNextPage,
    error: query.error,
    refetch: query.refetch,
  }
}

/** One domain, asked of its provider now. */
export const domainQuery = (account: string, name: string) =>
  queryOptions({
    queryKey: ['domain', account, name, 'facts'],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/domains/{domain}', {
          params: { path: { provider: account, domain: name } },
          signal,
        }),
      ),
  })

/** Which subscription pays for a domain, and which ones may. */
export const paidByQuery = (account: string, name: string) =>
  queryOptions({
    queryKey: ['domain', account, name, 'subscription'],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/domains/{domain}/subscription', {
          params: { path: { provider: account, domain: name } },
          signal,
        }),
      ),
  })

/** What an account asks for domains below a TLD. */
export const priceQuery = (account: string, tld: string) =>
  queryOptions({
    queryKey: ['catalog', account, 'tld', tld],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/domains/prices', {
          params: { path: { provider: account }, query: { tld } },
          signal,
        }),
      ),
    staleTime: 600_000,
  })

export const tldsQuery = (account: string) =>
  queryOptions({
    queryKey: ['catalog', account, 'tlds'],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/domains/tlds', { params: { path: { provider: account } }, signal }),
      ),
    staleTime: 600_000,
  })

export const contactsQuery = (account: string, name: string) =>
  queryOptions({
    queryKey: ['domain', account, name, 'contacts'],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/domains/{domain}/contacts', {
          params: { path: { provider: account, domain: name } },
          signal,
        }),
      ),
  })

export const whoisQuery = (account: string) =>
  queryOptions({
    queryKey: ['whois', account],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/whois', { params: { path: { provider: account } }, signal })),
  })

/** Which account has a zone of the name; an account that fails just adds nothing here. */
export function useZoneAccounts(): ReadonlyMap<string, string> | undefined {
  const { data } = useQuery({
    queryKey: ['zones', 'all', 'names'],
    queryFn: async ({ signal }) => {
      const { zones } = await ok(api.GET('/api/dns/zones', { signal }))
      return zones.map((zone) => [zone.name, zone.account] as const)
    },
    staleTime: 120_000,
  })
  return useMemo(() => data && new Map(data), [data])
}

export const paymentMethodsQuery = (account: string) =>
  queryOptions({
    queryKey: ['payment-methods', account],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/payment-methods', {
          params: { path: { provider: account } },
          signal,
        }),
      ),
  })

export const creditQuery = (account: string) =>
  queryOptions({
    queryKey: ['credit', account],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/credit', { params: { path: { provider: account } }, signal })),
  })
