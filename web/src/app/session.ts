import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'

export type User = Schemas['UserBody']

/** Who is signed in; `null` is nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<User | null> => {
    const status = await ok(api.GET('/api/auth/status', { signal }))
    return status.authenticated ? (status.user ?? null) : null
  },
  staleTime: Infinity,
})

/** The signed-in user and what the role allows. */
export function useSession() {
  const { data, isPending, error, refetch } = useQuery(sessionQuery)
  const user = data ?? null
  return { user, isPending, error, refetch, isAdmin: user?.role === 'admin', isReadOnly: user?.role === 'viewer' }
}

/** Why the person may not change anything, or `undefined`: for `disabled` and `DisabledReason`. */
export function useReadOnlyReason(): string | undefined {
  const { isReadOnly } = useSession()
  return isReadOnly ? 'Your account may only look. Ask an administrator to make this change.' : undefined
}

/** Puts a fresh session in place after a sign-in. */
export function useAdoptSession() {
  const client = useQueryClient()
  return (user: User) => client.setQueryData(sessionQuery.queryKey, user)
}
