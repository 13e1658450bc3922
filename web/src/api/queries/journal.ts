import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '../client'
import type { paths } from '../schema'

export type JournalEntry = Schemas['JournalBody']

/** What narrows the journal; the server looks. */
export type JournalFilter = Omit<NonNullable<paths['/api/journal']['get']['parameters']['query']>, 'before' | 'limit'>

const PAGE = 100

/** The journal, newest first, a page at a time. */
export const journalQuery = (filter: JournalFilter) =>
  infiniteQueryOptions({
    queryKey: ['journal', filter],
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET('/api/journal', { params: { query: { ...filter, limit: PAGE, before: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
  })
