import { queryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'
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

export type ServedZone = Schemas['ServedZoneBody']

export const nameServerQuery = queryOptions({
  queryKey: ['nameserver'],
  queryFn: ({ signal }) => ok(api.GET('/api/nameserver', { signal })),
  refetchInterval: 10_000,
})
