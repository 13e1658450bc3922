import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, ok } from '../client'

export interface SearchHit {
  kind: string
  account?: string | null
  title: string
  detail?: string | null
  /** A page of this UI. */
  link: string
}

const MOST = 20

/** Everything whose name or value holds the words, from what is known without asking a provider. */
export const searchQuery = (words: string) =>
  queryOptions({
    queryKey: ['search', words],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/search' as never, { params: { query: { q: words, limit: MOST } }, signal } as never)) as Promise<
        SearchHit[]
      >,
    enabled: words.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
