// Customers of one's own: what is read and changed.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'
import type { paths } from '@/api/schema'
import { given } from '@/app/search'

export type Customer = Schemas['CustomerBody']
export type CustomerSettings = Schemas['CustomerRequest']
export type CustomerKey = Schemas['CustomerKeyBody']
export type CustomerDomain = Schemas['CustomerDomainBody']
export type NewKey = Schemas['NewCustomerKeyBody']
export type Sale = Schemas['SaleBody']
export type SaleState = Schemas['SaleStateBody']
export type Statement = Schemas['StatementBody']
export type StatementRow = Schemas['StatementRowBody']
export type Variant = Schemas['TokenVariant']
export type Operation = Schemas['DomainOperation']
export type PriceRuleSettings = Schemas['PriceRule']
export type PriceRule = Schemas['PriceRuleBody']
export type Route = Schemas['RouteBody']
export type Rate = Schemas['ExchangeRateBody']
export type CreditKind = Schemas['CreditKind']

const STALE = 10_000
const PAGE = 100
const LARGEST_PAGE = 500
const of = (id: string) => ({ path: { id } })

type CustomersAsked = NonNullable<paths['/api/reseller/customers']['get']['parameters']['query']>

const readCustomers = (query: CustomersAsked, signal: AbortSignal) =>
  ok(api.GET('/api/reseller/customers', { params: { query }, signal }))

/** Customers by e-mail, a page at a time; `search` is looked for in names and e-mails. */
export const customerListQuery = (filter: Pick<CustomersAsked, 'search' | 'active'>) =>
  infiniteQueryOptions({
    queryKey: ['reseller', 'customers', filter],
    queryFn: ({ pageParam, signal }) =>
      readCustomers({ ...filter, limit: PAGE, ...given({ after: pageParam }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.email : undefined),
    staleTime: STALE,
  })

/** All customers, for names and for choosing one. */
export const customersQuery = queryOptions({
  queryKey: ['reseller', 'customers'],
  queryFn: async ({ signal }) => {
    const all: Customer[] = []
    for (;;) {
      const page = await readCustomers({ limit: LARGEST_PAGE, ...given({ after: all.at(-1)?.email }) }, signal)
      all.push(...page)
      if (page.length < LARGEST_PAGE) return all
    }
  },
  staleTime: STALE,
})

export const pricesQuery = queryOptions({
  queryKey: ['reseller', 'prices'],
  queryFn: ({ signal }) => ok(api.GET('/api/reseller/prices', { signal })),
  staleTime: STALE,
})

export const routesQuery = queryOptions({
  queryKey: ['reseller', 'routes'],
  queryFn: ({ signal }) => ok(api.GET('/api/reseller/routes', { signal })),
  staleTime: STALE,
})

export const ratesQuery = queryOptions({
  queryKey: ['reseller', 'rates'],
  queryFn: ({ signal }) => ok(api.GET('/api/reseller/rates', { signal })),
  staleTime: STALE,
})

export const ledgerQuery = queryOptions({
  queryKey: ['reseller', 'ledger'],
  queryFn: ({ signal }) => ok(api.GET('/api/reseller/ledger/check', { signal })),
  staleTime: STALE,
})

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ['reseller', 'customer', id],
    queryFn: ({ signal }) => ok(api.GET('/api/reseller/customers/{id}', { params: of(id), signal })),
    staleTime: STALE,
  })

export const customerKeysQuery = (id: string) =>
  queryOptions({
    queryKey: ['reseller', 'customer', id, 'keys'],
    queryFn: ({ signal }) => ok(api.GET('/api/reseller/customers/{id}/keys', { params: of(id), signal })),
    staleTime: STALE,
  })

export const customerDomainsQuery = (id: string) =>
  queryOptions({
    queryKey: ['reseller', 'customer', id, 'domains'],
    queryFn: ({ signal }) => ok(api.GET('/api/reseller/customers/{id}/domains', { params: of(id), signal })),
    staleTime: STALE,
  })

/** A customer's orders, newest first, a page at a time; `domain` is a whole name. */
export const salesQuery = (id: string, filter: { state?: SaleState; domain?: string }) =>
  infiniteQueryOptions({
    queryKey: ['reseller', 'customer', id, 'orders', filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, limit: PAGE, ...(pageParam ? { before: pageParam } : {}) }
      return ok(api.GET('/api/reseller/customers/{id}/orders', { params: { path: { id }, query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
    staleTime: STALE,
  })

/** From a day of UTC on, up to before another one. */
export interface Period {
  from?: string
  until?: string
}

export const statementQuery = (id: string, period: Period) =>
  queryOptions({
    queryKey: ['reseller', 'customer', id, 'statement', period],
    // The same address also gives CSV, which is not asked for here.
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/reseller/customers/{id}/statement', {
          params: { path: { id }, query: { ...period, format: 'json' } },
          signal,
        }),
      ) as Promise<Statement>,
    staleTime: STALE,
  })

export function statementCsv(id: string, period: Period): string {
  const query = new URLSearchParams({ format: 'csv', ...period })
  return `/api/reseller/customers/${encodeURIComponent(id)}/statement?${query}`
}

/** What is priced: every registration under a TLD by the price lists, or one domain, for which the accounts are asked. */
export type Priced = { tld: string } | { domain: string }

export const previewQuery = (customer: string, what: Priced, operation: Operation) =>
  queryOptions({
    queryKey: ['reseller', 'preview', customer, what, operation],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/reseller/prices/preview', { params: { query: { customer, operation, ...what } }, signal })),
    staleTime: STALE,
  })

/** Names of an account's domains as they were last seen, for suggestions. */
export const suggestionsQuery = (account: string) =>
  queryOptions({
    queryKey: ['domains', 'of', account],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/domains', { params: { query: { account, limit: 1000 } }, signal })),
  })

export const createCustomer = (body: CustomerSettings) => ok(api.POST('/api/reseller/customers', { body }))
export const changeCustomer = (id: string, body: CustomerSettings) =>
  ok(api.PUT('/api/reseller/customers/{id}', { params: of(id), body }))
export const setActive = (id: string, active: boolean) =>
  active
    ? ok(api.POST('/api/reseller/customers/{id}/resume', { params: of(id) }))
    : ok(api.POST('/api/reseller/customers/{id}/suspend', { params: of(id) }))

/** `key` makes a repeat harmless: the same movement is made once. */
export const moveCredit = (id: string, key: string, body: Schemas['CreditRequest']) =>
  ok(
    api.POST('/api/reseller/customers/{id}/credit', {
      params: { path: { id }, header: { 'Idempotency-Key': key } },
      body,
    }),
  )

export const newKey = (id: string, label: string) =>
  ok(api.POST('/api/reseller/customers/{id}/keys', { params: of(id), body: { label } }))
export const rotateKeys = (id: string, label: string, overlap_hours: number) =>
  ok(api.POST('/api/reseller/customers/{id}/keys/rotate', { params: of(id), body: { label, overlap_hours } }))
export const revokeKey = (id: string, key_id: string) =>
  ok(api.DELETE('/api/reseller/customers/{id}/keys/{key_id}', { params: { path: { id, key_id } } }))

export const assignDomain = (id: string, domain: string, provider: string) =>
  ok(api.PUT('/api/reseller/customers/{id}/domains/{domain}', { params: { path: { id, domain } }, body: { provider } }))
export const takeDomain = (id: string, domain: string) =>
  ok(api.DELETE('/api/reseller/customers/{id}/domains/{domain}', { params: { path: { id, domain } } }))

export const saveRule = (id: string | undefined, body: PriceRuleSettings) =>
  id === undefined
    ? ok(api.POST('/api/reseller/prices', { body }))
    : ok(api.PUT('/api/reseller/prices/{id}', { params: of(id), body }))
export const deleteRule = (id: string) => ok(api.DELETE('/api/reseller/prices/{id}', { params: of(id) }))
export const saveRoute = (tld: string, providers: string[]) =>
  ok(api.PUT('/api/reseller/routes/{tld}', { params: { path: { tld } }, body: { providers } }))
export const deleteRoute = (tld: string) => ok(api.DELETE('/api/reseller/routes/{tld}', { params: { path: { tld } } }))
export const saveRate = (from: string, to: string, rate: string) =>
  ok(api.PUT('/api/reseller/rates/{from}/{to}', { params: { path: { from, to } }, body: { rate } }))
export const deleteRate = (from: string, to: string) =>
  ok(api.DELETE('/api/reseller/rates/{from}/{to}', { params: { path: { from, to } } }))
