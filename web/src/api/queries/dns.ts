import { queryOptions } from '@tanstack/react-query'
import { api, ok } from '@/api/client'

/** The zones of all accounts; accounts that failed are named in it. */
export const zonesQuery = queryOptions({
  queryKey: ['zones', 'all'],
  queryFn: ({ signal }) => ok(api.GET('/api/dns/zones', { signal })),
})

const at = (account: string, zone: string) => ({ path: { provider: account, domain: zone } })

export const recordsQuery = (account: string, zone: string) =>
  queryOptions({
    queryKey: ['zone', account, zone, 'records'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/dns/{domain}', { params: at(account, zone), signal })),
  })

export const historyQuery = (account: string, zone: string) =>
  queryOptions({
    queryKey: ['zone', account, zone, 'history'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/dns/{domain}/history', { params: at(account, zone), signal })),
  })

export const lintQuery = (account: string, zone: string) =>
  queryOptions({
    queryKey: ['zone', account, zone, 'lint'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/dns/{domain}/lint', { params: at(account, zone), signal })),
  })

export const protectionQuery = (account: string, zone: string) =>
  queryOptions({
    queryKey: ['zone', account, zone, 'protection'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/dns/{domain}/protection', { params: at(account, zone), signal })),
  })

export const zoneSnapshotsQuery = (account: string, zone: string) =>
  queryOptions({
    queryKey: ['zone', account, zone, 'snapshots'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/dns/{domain}/snapshots', { params: at(account, zone), signal })),
  })
