import { queryOptions } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { ApiError } from '@/api/error'
import { loose } from '@/api/loose'

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => ok(api.GET('/api/users', { signal })),
})

export const spendingQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', id, 'spending-limits'],
    queryFn: ({ signal }) => ok(api.GET('/api/users/{id}/spending-limits', { params: { path: { id } }, signal })),
    staleTime: 0,
  })

function isMissing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 405)
}

/** Whether the server serves customers of its own. */
export const resellerQuery = queryOptions({
  queryKey: ['reseller', 'is-there'],
  queryFn: async ({ signal }) => {
    try {
      await ok(loose.GET('/api/reseller/routes', { signal }))
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  },
  staleTime: Infinity,
})

export interface ServedZone {
  zone: string
  account: string
  serial: number
  served?: number | null
  secondaries: {
    address: string
    serial: number
    acknowledged: boolean
    attempts: number
    problem?: string | null
  }[]
}

interface NameServerState {
  running: boolean
  addresses: string[]
  counters: Record<'udp_queries' | 'tcp_queries' | 'silent' | 'limited' | 'truncated' | 'transfers', number>
  zones: ServedZone[]
}

/** The embedded name server; `null` where the server tells nothing of it. */
export const nameServerQuery = queryOptions({
  queryKey: ['nameserver'],
  queryFn: async ({ signal }): Promise<NameServerState | null> => {
    try {
      return await ok(loose.GET<NameServerState>('/api/nameserver', { signal }))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  },
  refetchInterval: (query) => (query.state.data ? 10_000 : false),
})
