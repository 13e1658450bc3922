import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '../client'

export type SearchHit = Schemas['FoundBody']

const MOST = 20

/** Everything whose name or value holds the words, from what is known without asking a provider. */
export const searchQuery = (words: string) =>
  queryOptions({
    queryKey: ['search', words],
    queryFn: ({ signal }) => ok(api.GET('/api/search', { params: { query: { q: words, limit: MOST } }, signal })),
    enabled: words.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
