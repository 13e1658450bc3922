// The accounts at providers: `useAccounts()` are those that are in use, `useAccount(name)` is one of them.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'

export type Account = Schemas['ProviderBody']

/** Every account, and every provider that has none yet (`connected: false`). */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }): Promise<Account[]> => ok(api.GET('/api/hosting/providers', { signal })),
})

const NONE: Account[] = []

/** The accounts that are connected and offer all of the `capabilities`. */
export function useAccounts(...capabilities: string[]) {
  const query = useQuery(accountsQuery)
  const accounts = (query.data ?? NONE).filter(
    (account) => account.connected && capabilities.every((word) => account.capabilities.includes(word)),
  )
  return { ...query, accounts }
}

export function useAccount(name: string): Account | undefined {
  const { data } = useQuery(accountsQuery)
  return data?.find((account) => account.name === name)
}

/** Why an account cannot do something, or `undefined`: `cannot(account, 'domains.renewals', 'renew domains')`. */
export function cannot(account: Account | undefined, capability: string, what: string): string | undefined {
  if (!account) return undefined
  return account.capabilities.includes(capability)
    ? undefined
    : `${account.display_name} does not ${what} over its API.`
}

/** Whether the account renews a domain by the subscription that pays for it. */
export function renewsBySubscription(account: Account | undefined): boolean {
  const offers = account?.capabilities ?? []
  return offers.includes('domains') && offers.includes('billing.renewals') && !offers.includes('domains.renewals')
}

/**
 * Why an account cannot renew domains, or `undefined`. Where subscriptions pay for domains, only the server knows which
 * one pays for this one: asking for the price tells.
 */
export function cannotRenew(account: Account | undefined): string | undefined {
  const offers = account?.capabilities ?? []
  return offers.includes('billing.renewals') ? undefined : cannot(account, 'domains.renewals', 'renew single domains')
}

/** One account with its settings' fields and the facts of its DNS. */
export const accountQuery = (account: string) =>
  queryOptions({
    queryKey: ['account', account],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}', { params: { path: { provider: account } }, signal })),
  })
