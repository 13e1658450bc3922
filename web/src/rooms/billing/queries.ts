// One question per account: what one of them cannot answer leaves the others as they are.
import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'
import { useAccounts } from '@/api/queries/accounts'
import type { CatalogEntry, PaymentMethod, Subscription, WhoisProfile } from './model'
import { creditQuery, paymentMethodsQuery, whoisQuery } from '@/rooms/domains/queries'

/** Rows keep their identity until an answer changes. */
function join<T>(asked: readonly UseQueryResult<T[]>[]) {
  return {
    rows: asked.flatMap((query) => query.data ?? []),
    isPending: asked.some((query) => query.isPending),
    asked,
  }
}

function told<T>(accounts: readonly { name: string }[], known: boolean, joined: ReturnType<typeof join<T>>) {
  const isPending = !known || joined.isPending
  return {
    /** `undefined` while nobody has answered. */
    rows: known && (joined.rows.length > 0 || !isPending) ? joined.rows : undefined,
    isPending,
    failures: accounts.flatMap(({ name }, index) => {
      const query = joined.asked[index]
      return query?.error ? [{ account: name, error: query.error, retry: () => void query.refetch() }] : []
    }),
  }
}

/** Says of each row whose it is. */
function of<T extends object>(account: string) {
  return (rows: T[]): (T & { account: string })[] => rows.map((row) => ({ ...row, account }))
}

export function useSubscriptions() {
  const { accounts, data } = useAccounts('billing')
  const asked = useQueries({
    queries: accounts.map(({ name }) => ({
      queryKey: ['subscriptions', name],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ok(
          api.GET('/api/hosting/providers/{provider}/subscriptions', { params: { path: { provider: name } }, signal }),
        ),
      select: of<Schemas['Subscription']>(name),
    })),
    combine: join<Subscription>,
  })
  return told(accounts, data !== undefined, asked)
}

export function useCatalog() {
  const { accounts, data } = useAccounts('billing')
  const asked = useQueries({
    queries: accounts.map(({ name }) => ({
      queryKey: ['catalog', name, 'all'],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ok(api.GET('/api/hosting/providers/{provider}/catalog', { params: { path: { provider: name } }, signal })),
      staleTime: 600_000,
      select: of<Schemas['CatalogEntry']>(name),
    })),
    combine: join<CatalogEntry>,
  })
  return told(accounts, data !== undefined, asked)
}

export function usePaymentMethods() {
  const { accounts, data } = useAccounts('billing')
  const asked = useQueries({
    queries: accounts.map(({ name }) => ({ ...paymentMethodsQuery(name), select: of<Schemas['PaymentMethod']>(name) })),
    combine: join<PaymentMethod>,
  })
  return told(accounts, data !== undefined, asked)
}

export function useWhoisProfiles() {
  const { accounts, data } = useAccounts('domains.whois')
  const asked = useQueries({
    queries: accounts.map(({ name }) => ({ ...whoisQuery(name), select: of<Schemas['WhoisProfile']>(name) })),
    combine: join<WhoisProfile>,
  })
  return { accounts, ...told(accounts, data !== undefined, asked) }
}

export function useCredits() {
  const { accounts } = useAccounts('credit')
  const asked = useQueries({ queries: accounts.map(({ name }) => creditQuery(name)) })
  return accounts.map(({ name }, index) => ({ account: name, query: asked[index] }))
}
