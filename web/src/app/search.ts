// Readers of search parameters. What does not fit is left out, never an error: an old link opens.

export type RawSearch = Record<string, unknown>

/** A text that is not empty. */
export function text(raw: unknown): string | undefined {
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
  return typeof raw === 'string' && raw !== '' ? raw : undefined
}

/** One of some words. */
export function oneOf<const W extends string>(raw: unknown, words: readonly W[]): W | undefined {
  return words.find((word) => word === raw)
}

/** A whole number, not negative. */
export function count(raw: unknown): number | undefined {
  const number = typeof raw === 'number' ? raw : typeof raw === 'string' && raw !== '' ? Number(raw) : NaN
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/** Something that is so or not said at all. */
export function flag(raw: unknown): true | undefined {
  return raw === true || raw === 'true' ? true : undefined
}

/** A day such as `2027-01-31`. */
export function day(raw: unknown): string | undefined {
  return typeof raw === 'string' && /^\d{4}-\d\d-\d\d$/.test(raw) && !Number.isNaN(Date.parse(raw)) ? raw : undefined
}

/** What a `DataTable` keeps in the URL: `q`, `sort` (`-name` is descending) and one key per filter (`a,b`). */
export interface TableSearch {
  q?: string
  sort?: string
}

/** Reads a table's part of the URL; `filters` are the ids of its filters. */
export function tableSearch<const F extends string = never>(
  raw: RawSearch,
  filters: readonly F[] = [],
): TableSearch & { [K in F]?: string } {
  const search: Record<string, string | undefined> = {}
  for (const key of ['q', 'sort', ...filters]) {
    const value = text(raw[key])
    if (value !== undefined) search[key] = value
  }
  return search as TableSearch & { [K in F]?: string }
}

/** Optional parameters: what was not given is left out, so that links may leave it out too. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
