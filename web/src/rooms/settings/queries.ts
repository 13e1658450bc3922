import { queryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'

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

export type ServedZone = Schemas['ServedZoneBody']

export const nameServerQuery = queryOptions({
  queryKey: ['nameserver'],
  queryFn: ({ signal }) => ok(api.GET('/api/nameserver', { signal })),
  refetchInterval: 10_000,
})
