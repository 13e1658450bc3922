// One question per account: what one of them cannot answer leaves the others as they are.
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ok } from '@/api/client'
import { useAccounts } from '@/api/queries/accounts'
import { creditQuery, paymentMethodsQuery, whoisQuery } from '@/rooms/domains/queries'

interface Each<T> {
  /** `undefined` while nobody has answered. */
  rows: (T & { account: string })[] | undefined
  failures: { account: string; error: unknown; retry: () => void }[]
  isPending: boolean
}

interface Asked<T> {
  data: T[] | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

function useJoined<T>(accounts: readonly { name: string }[], known: boolean, asked: readonly Asked<T>[]): Each<T> {
  const key = asked.map((query) => query.data)
  // The answers keep their identity until they change.
  const rows = useMemo(
    () => accounts.flatMap(({ name }, index) => (key[index] ?? []).map((row) => ({ ...row, account: name }))),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [accounts.map((account) => account.name).join(), ...key],
  )
  const isPending = !known || asked.some((query) => query.isPending)
  return {
    rows: known && (rows.length > 0 || !isPending) ? rows : undefined,
    isPending,
    failures: accounts.flatMap(({ name }, index) => {
      const query = asked[index]
      return query?.error ? [{ account: name, error: query.error, retry: () => void query.refetch() }] : []
    }),
  }
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
    })),
  })
  return useJoined(accounts, data !== undefined, asked)
}

export function useCatalog() {
  const { accounts, data } = useAccounts('billing')
  const asked = useQueries({
    queries: accounts.map(({ name }) => ({
      queryKey: ['catalog', name, 'all'],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ok(api.GET('/api/hosting/providers/{provider}/catalog', { params: { path: { provider: name } }, signal })),
      staleTime: 600_000,
    })),
  })
  return useJoined(accounts, data !== undefined, asked)
}

export function usePaymentMethods() {
  const { accounts, data } = useAccounts('billing')
  const asked = useQueries({ queries: accounts.map(({ name }) => paymentMethodsQuery(name)) })
  return useJoined(accounts, data !== undefined, asked)
}

export function useWhoisProfiles() {
  const { accounts, data } = useAccounts('domains.whois')
  const asked = useQueries({ queries: accounts.map(({ name }) => whoisQuery(name)) })
  return { accounts, ...useJoined(accounts, data !== undefined, asked) }
}

export function useCredits() {
  const { accounts } = useAccounts('credit')
  const asked = useQueries({ queries: accounts.map(({ name }) => creditQuery(name)) })
  return accounts.map(({ name }, index) => ({ account: name, query: asked[index] }))
}
