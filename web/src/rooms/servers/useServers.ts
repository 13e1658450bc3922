import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import { minorOf, termOf } from './model'
import { costsQuery, serversQuery, type Server } from './queries'

/** A server, the account that has it and what it costs. */
export interface Row extends Server {
  account: string
  /** The name of the account's vendor. */
  provider: string
  cost?: { minor: number; currency: string; term: string } | undefined
}

/** The servers of all accounts: what came, and which accounts failed. */
export function useServers() {
  const { accounts, isPending, error, refetch } = useAccounts('servers')
  const lists = useQueries({ queries: accounts.map((account) => serversQuery(account.name)) })
  const costs = useQueries({
    queries: accounts.map((account) => ({
      ...costsQuery(account.name),
      enabled: account.capabilities.includes('billing'),
    })),
  })
  // The arrays of results are new with every render; what they hold is not.
  const stamp = [...lists, ...costs].map((query) => query.dataUpdatedAt).join(' ')
  const names = accounts.map((account) => account.name).join(' ')
  const rows = useMemo(
    () => {
      const found: Row[] = []
      accounts.forEach((account, index) => {
        const prices = new Map(costs[index]?.data?.map((subscription) => [subscription.id, subscription]))
        for (const server of lists[index]?.data ?? []) {
          const paid = server.subscription_id ? prices.get(server.subscription_id) : undefined
          const cost = paid && {
            minor: minorOf(paid.renewal_price ?? paid.price, paid.currency),
            currency: paid.currency,
            term: termOf(paid.plan),
          }
          found.push({ ...server, account: account.name, provider: account.display_name, cost })
        }
      })
      return found
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [stamp, names],
  )
  const problems = accounts.flatMap((account, index) => {
    const list = lists[index]
    return list?.error && !list.data
      ? [{ account: account.name, error: list.error, retry: () => void list.refetch() }]
      : []
  })
  const waiting = isPending || (lists.some((list) => list.isPending) && rows.length === 0)
  return { accounts, rows: waiting || error ? undefined : rows, problems, error, refetch }
}
