// The administrators' part of the reseller API.
import { queryOptions } from '@tanstack/react-query'
import { ok } from '@/api/client'
import { loose } from '@/api/loose'

export interface Money {
  minor: number
  currency: string
}

export interface CustomerSettings {
  email: string
  name: string
  currency: string
  allowed: string[]
  nameservers: string[]
  per_minute: number
  burst: number
  per_day: number
  max_domains?: number | null
  max_order_minor?: number | null
  max_month_minor?: number | null
  credit_limit_minor: number
  reply: string
  variants: string[]
}

export interface Customer extends CustomerSettings {
  id: string
  active: boolean
  balance: Money
  held: Money
  domains: number
  created_at: string
}

export interface CustomerKey {
  id: string
  label: string
  live: boolean
  created_at: string
  expires_at?: string | null
  revoked_at?: string | null
  last_used_at?: string | null
}

export interface Sale {
  id: string
  order_id: string
  order_state: string
  operation: string
  domain: string
  years: number
  cost: Money
  price: Money
  provider: string
  state: 'held' | 'completed' | 'refunded'
  detail?: string | null
  created_at: string
}

export interface StatementRow {
  id: string
  at: string
  kind: string
  description: string
  amount: Money
  balance: Money
  by: string
  domain?: string | null
}

export interface Statement {
  opening: Money
  closing: Money
  rows: StatementRow[]
}

export type Basis = { kind: 'percent'; basis_points: number } | { kind: 'per_year'; minor: number }

export interface PriceRuleSettings {
  customer?: string | null
  tld?: string | null
  operation?: string | null
  currency: string
  basis: Basis
  surcharge?: number
  min_margin?: number
  min_margin_basis_points?: number
  rounding?: { step: number; ending?: number } | null
}

export interface PriceRule extends PriceRuleSettings {
  id: string
  created_at: string
}

export interface Route {
  tld: string
  providers: string[]
}

export interface Rate {
  from: string
  to: string
  rate: string
  set_at: string
}

export interface CustomerDomain {
  domain: string
  provider: string
  since: string
}

const list = <T>(key: readonly string[], path: string, params: Record<string, string> = {}) =>
  queryOptions({
    queryKey: ['reseller', ...key],
    queryFn: ({ signal }) => ok(loose.GET<T>(path, { params: { path: params }, signal })),
    staleTime: 10_000,
  })

const C = '/api/reseller/customers'

export const customersQuery = list<Customer[]>(['customers'], C)
export const pricesQuery = list<PriceRule[]>(['prices'], '/api/reseller/prices')
export const routesQuery = list<Route[]>(['routes'], '/api/reseller/routes')
export const ratesQuery = list<Rate[]>(['rates'], '/api/reseller/rates')
export const customerQuery = (id: string) => list<Customer>(['customer', id], `${C}/{id}`, { id })
export const customerKeysQuery = (id: string) => list<CustomerKey[]>(['customer', id, 'keys'], `${C}/{id}/keys`, { id })
export const salesQuery = (id: string) => list<Sale[]>(['customer', id, 'orders'], `${C}/{id}/orders`, { id })
export const statementQuery = (id: string) =>
  list<Statement>(['customer', id, 'statement'], `${C}/{id}/statement`, { id })
export const domainsQuery = (id: string) =>
  list<CustomerDomain[]>(['customer', id, 'domains'], `${C}/{id}/domains`, { id })

export const createCustomer = (body: Partial<CustomerSettings>) => ok(loose.POST<Customer>(C, { body }))
export const changeCustomer = (id: string, body: CustomerSettings) =>
  ok(loose.PUT<Customer>(`${C}/{id}`, { params: { path: { id } }, body }))
export const setActive = (id: string, active: boolean) =>
  ok(loose.POST<Customer>(`${C}/{id}/${active ? 'resume' : 'suspend'}`, { params: { path: { id } } }))

/** `key` makes a repeat harmless: the same movement is made once. */
export const moveCredit = (id: string, key: string, body: { kind: string; amount: Money; reason: string }) =>
  ok(loose.POST(`${C}/{id}/credit`, { params: { path: { id }, header: { 'Idempotency-Key': key } }, body }))

export const newKey = (id: string, label: string) =>
  ok(loose.POST<{ api_key: string }>(`${C}/{id}/keys`, { params: { path: { id } }, body: { label } }))
export const rotateKeys = (id: string, label: string, overlap_hours: number) =>
  ok(
    loose.POST<{ api_key: string }>(`${C}/{id}/keys/rotate`, {
      params: { path: { id } },
      body: { label, overlap_hours },
    }),
  )
export const endKey = (id: string, key_id: string) =>
  ok(loose.DELETE(`${C}/{id}/keys/{key_id}`, { params: { path: { id, key_id } } }))

export const saveRule = (id: string | undefined, body: PriceRuleSettings) =>
  id === undefined
    ? ok(loose.POST('/api/reseller/prices', { body }))
    : ok(loose.PUT('/api/reseller/prices/{id}', { params: { path: { id } }, body }))
export const deleteRule = (id: string) => ok(loose.DELETE('/api/reseller/prices/{id}', { params: { path: { id } } }))
export const saveRoute = (tld: string, providers: string[]) =>
  ok(loose.PUT('/api/reseller/routes/{tld}', { params: { path: { tld } }, body: { providers } }))
export const deleteRoute = (tld: string) =>
  ok(loose.DELETE('/api/reseller/routes/{tld}', { params: { path: { tld } } }))
export const saveRate = (from: string, to: string, rate: string) =>
  ok(loose.PUT('/api/reseller/rates/{from}/{to}', { params: { path: { from, to } }, body: { rate } }))
export const deleteRate = (from: string, to: string) =>
  ok(loose.DELETE('/api/reseller/rates/{from}/{to}', { params: { path: { from, to } } }))
