import dayjs from 'dayjs'
import type { JournalFilter } from '@/api/queries/journal'

interface Search {
  q?: string
  account?: string
  outcome?: string
  action?: string
  actor?: string
  since?: string
  until?: string
}

/** The page's search as the API takes it; days are local and both included. */
export function journalFilter(search: Search): JournalFilter {
  const filter: Record<string, string | undefined> = {
    text: search.q,
    account: search.account,
    outcome: search.outcome,
    action: search.action,
    actor: search.actor,
    since: day(search.since)?.toISOString(),
    until: day(search.until)?.add(1, 'day').toISOString(),
  }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as JournalFilter
}

/** Where the same entries are to be had as CSV. */
export function csvAddress(filter: JournalFilter): string {
  return `/api/journal?${new URLSearchParams({ ...(filter as Record<string, string>), format: 'csv' })}`
}

function day(text: string | undefined) {
  const moment = text === undefined ? undefined : dayjs(text)
  return moment?.isValid() ? moment.startOf('day') : undefined
}
