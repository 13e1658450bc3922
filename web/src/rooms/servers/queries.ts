import { queryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'
import { ApiError } from '@/api/error'

export type Server = Schemas['TaggedServer']
export type Action = Schemas['Action']
export type Firewall = Schemas['Firewall']
export type FirewallRule = Schemas['FirewallRule']

const at = (account: string) => ({ path: { provider: account } })
const server = (account: string, id: string) => ({ path: { provider: account, id } })

export const serversQuery = (account: string) =>
  queryOptions({
    queryKey: ['servers', account],
    queryFn: ({ signal }) => ok(api.GET('/api/hosting/providers/{provider}/vms', { params: at(account), signal })),
    // What is being made will be there in a moment.
    refetchInterval: (query) => (query.state.data?.some((one) => one.status === 'creating') ? 10_000 : false),
  })

export const serverQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: ['server', account, id],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/vms/{id}', { params: server(account, id), signal })),
    refetchInterval: (query) => (query.state.data?.status === 'creating' ? 4000 : false),
  })

export const actionsQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: ['server', account, id, 'actions'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/vms/{id}/actions', { params: server(account, id), signal })),
    refetchInterval: (query) => (query.state.data?.some((action) => action.status === 'running') ? 2000 : false),
  })

export const backupsQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: ['server', account, id, 'backups'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/vms/{id}/backups', { params: server(account, id), signal })),
  })

/** The one snapshot, `null` where there is none. */
export const snapshotQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: ['server', account, id, 'snapshot'],
    queryFn: async ({ signal }) => {
      try {
        return await ok(
          api.GET('/api/hosting/providers/{provider}/vms/{id}/snapshot', { params: server(account, id), signal }),
        )
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }
    },
  })

/** Record sets of all zones that hold one of the server's addresses. */
export const namesQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: ['server', account, id, 'names'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/vms/{id}/names', { params: server(account, id), signal })),
  })

const HOURS = { '1h': 1, '6h': 6, '24h': 24, '7d': 168, '30d': 720 } as const
export type Range = keyof typeof HOURS

export const metricsQuery = (account: string, id: string, range: Range) =>
  queryOptions({
    queryKey: ['server', account, id, 'metrics', range],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - HOURS[range] * 3_600_000).toISOString()
      return ok(
        api.GET('/api/hosting/providers/{provider}/vms/{id}/metrics', {
          params: { ...server(account, id), query: { date_from: from } },
          signal,
        }),
      )
    },
    staleTime: 60_000,
  })

export const firewallsQuery = (account: string) =>
  queryOptions({
    queryKey: ['firewalls', account],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/firewalls', { params: at(account), signal })),
  })

// Offers change rarely: the server keeps them for ten minutes itself.
const OFFERS = 300_000

export const regionsQuery = (account: string) =>
  queryOptions({
    queryKey: ['catalog', account, 'regions'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/datacenters', { params: at(account), signal })),
    staleTime: OFFERS,
  })

export const templatesQuery = (account: string) =>
  queryOptions({
    queryKey: ['catalog', account, 'templates'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/templates', { params: at(account), signal })),
    staleTime: OFFERS,
  })

export const plansQuery = (account: string) =>
  queryOptions({
    queryKey: ['catalog', account, 'server-plans'],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/catalog', {
          params: { ...at(account), query: { category: 'vps' } },
          signal,
        }),
      ),
    staleTime: OFFERS,
  })

export const scriptsQuery = (account: string) =>
  queryOptions({
    queryKey: ['scripts', account],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/post-install-scripts', { params: at(account), signal })),
  })

export const keysQuery = (account: string) =>
  queryOptions({
    queryKey: ['ssh-keys', account],
    queryFn: ({ signal }) => ok(api.GET('/api/hosting/providers/{provider}/ssh-keys', { params: at(account), signal })),
  })

export const paymentMethodsQuery = (account: string) =>
  queryOptions({
    queryKey: ['payment-methods', account],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/payment-methods', { params: at(account), signal })),
  })

/** What servers cost is told by the subscriptions that pay for them. */
export const costsQuery = (account: string) =>
  queryOptions({
    queryKey: ['subscriptions', account, 'list'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/subscriptions', { params: at(account), signal })),
  })
