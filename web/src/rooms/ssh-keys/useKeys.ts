import { queryOptions, useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ok } from '@/api/client'
import { useAccounts } from '@/api/queries/accounts'
import { groupKeys } from './model'

export const keysQuery = (account: string) =>
  queryOptions({
    queryKey: ['ssh-keys', account],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/ssh-keys', { params: { path: { provider: account } }, signal })),
  })

/** The keys of all accounts: what came, and which accounts failed. */
export function useKeys() {
  const { accounts, isPending, error, refetch } = useAccounts('ssh_keys')
  const lists = useQueries({ queries: accounts.map((account) => keysQuery(account.name)) })
  const stamp = lists.map((list) => list.dataUpdatedAt).join(' ')
  const names = accounts.map((account) => account.name).join(' ')
  const rows = useMemo(
    () => groupKeys(accounts.map((account, index) => ({ account: account.name, keys: lists[index]?.data ?? [] }))),
    // The arrays are new with every render; what they hold is not.
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
