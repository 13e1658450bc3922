// What each account says to each name. An account that fails leaves the others as they are.
import { useQueries } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { cannot, type Account } from '@/api/queries/accounts'
import { tldOf } from '../model'
import { priceQuery, tldsQuery, useSyncedDomains } from '../queries'
import { cellOf, cheapest, transferCellOf, type Availability, type Cell } from './search'

export interface OfferTable {
  rows: { name: string; cells: Cell[]; best: string | undefined }[]
  failures: { account: string; error: unknown; retry: () => void }[]
}

function useChecks(names: readonly string[], accounts: readonly Account[]) {
  return useQueries({
    queries: accounts.map((account) => ({
      queryKey: ['catalog', account.name, 'check', ...names],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ok(
          api.POST('/api/hosting/providers/{provider}/domains/check', {
            params: { path: { provider: account.name } },
            body: { domains: [...names] },
            signal,
          }),
        ),
      enabled: names.length > 0,
      staleTime: 60_000,
    })),
  })
}

function tableOf(
  names: readonly string[],
  accounts: readonly Account[],
  checks: ReturnType<typeof useChecks>,
  cell: (account: Account, name: string, answer: Availability | undefined) => Cell,
): OfferTable {
  const rows = names.map((name, index) => {
    const cells = accounts.map((account, place): Cell => {
      const check = checks[place]
      if (check?.data) return cell(account, name, check.data[index])
      return check?.error ? { state: 'failed', error: check.error } : { state: 'asking' }
    })
    const offers = cells.flatMap((one) => (one.state === 'free' ? [one.offer] : []))
    return { name, cells, best: cheapest(offers) }
  })
  const failures = accounts.flatMap(({ name }, index) => {
    const check = checks[index]
    return check?.error && !check.data ? [{ account: name, error: check.error, retry: () => void check.refetch() }] : []
  })
  return { rows, failures }
}

/** Names that shall be registered. */
export function useFreeNames(names: readonly string[], accounts: readonly Account[]): OfferTable {
  const checks = useChecks(names, accounts)
  return tableOf(names, accounts, checks, (account, _, answer) => cellOf(account.name, answer))
}

/** Names that shall come over from other registrars. */
export function useTransferNames(names: readonly string[], accounts: readonly Account[]): OfferTable {
  const checks = useChecks(names, accounts)
  const { domains } = useSyncedDomains()
  const tlds = [...new Set(names.map(tldOf))]
  const sold = useQueries({ queries: accounts.map((account) => tldsQuery(account.name)) })
  const priced = accounts.filter((account) => account.capabilities.includes('domains.prices'))
  const pairs = priced.flatMap((account) => tlds.map((tld) => ({ account: account.name, tld })))
  const lists = useQueries({ queries: pairs.map(({ account, tld }) => priceQuery(account, tld)) })

  const sells = (account: Account, tld: string) => {
    const offered = sold[accounts.indexOf(account)]?.data
    return offered === undefined || offered.includes(tld)
  }
  // Whether somebody has a name is the registry's business: one account that says so is enough.
  const isTaken = (name: string) =>
    accounts.some((account, place) => {
      const answer = checks[place]?.data?.[names.indexOf(name)]
      return answer !== undefined && !answer.available && sells(account, tldOf(name))
    })

  return tableOf(names, accounts, checks, (account, name, answer) => {
    const tld = tldOf(name)
    const missing = cannot(account, 'domains.transfers', 'take transfers')
    if (missing !== undefined) return { state: 'refused', why: missing }
    if (domains?.some((own) => own.account === account.name && own.name === name && own.status === 'active'))
      return { state: 'refused', why: 'in this account already' }
    if (!sells(account, tld)) return { state: 'refused', why: `does not sell .${tld}` }
    if (!isTaken(name)) return { state: 'refused', why: 'not registered yet' }
    const list = lists[pairs.findIndex((pair) => pair.account === account.name && pair.tld === tld)]
    // Prices that are not told are no reason to hide the offer: the quote has them.
    if (list?.isPending) return { state: 'asking' }
    return transferCellOf(account.name, answer?.restriction ?? undefined, list?.data?.[0])
  })
}
