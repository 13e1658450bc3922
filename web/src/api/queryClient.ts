import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './error'

/** A new look after a failure helps only where the failure may pass by itself. */
function mayPass(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'network'
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The event stream tells of changes; this is the net beneath it.
        staleTime: 30_000,
        retry: (count, error) => count < 2 && mayPass(error),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  })
}
