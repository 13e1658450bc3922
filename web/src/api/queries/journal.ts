import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, ok, type Schemas } from '../client'
import type { paths } from '../schema'

export type JournalEntry = Schemas['JournalBody']

/** What narrows the journal; the server looks. */
export type JournalFilter = Omit<
  NonNullable<paths['/api/journal']['get']['parameters']['query']>,
  'before' | 'limit' | 'format'
>

const PAGE = 100

type JournalQuery = NonNullable<paths['/api/journal']['get']['parameters']['query']>

/** Entries of the journal; the same address also gives CSV, which is not asked for here. */
export function readJournal(query: JournalQuery, signal: AbortSignal): Promise<JournalEntry[]> {
  return ok(api.GET('/api/journal', { params: { query }, signal })) as Promise<JournalEntry[]>
}

/** The journal, newest first, a page at a time. */
export const journalQuery = (filter: JournalFilter) =>
  infiniteQueryOptions({
    queryKey: ['journal', filter],
    queryFn: ({ pageParam, signal }) => readJournal({ ...filter, limit: PAGE, before: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
  })
