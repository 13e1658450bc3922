import type { ReactNode } from 'react'
import type { TableUrl } from './url'

export type Value = string | number | boolean | null | undefined

export interface Column<Row> {
  id: string
  header: string
  /** What is sorted and searched by. */
  value: (row: Row) => Value
  /** How it is shown; the value as text where absent. */
  cell?: (row: Row) => ReactNode
  /** Track of the CSS grid. */
  width?: string
  align?: 'end'
  sortable?: boolean
  /** `false` keeps it out of the search box; a function says what is searched instead of the value. */
  search?: false | ((row: Row) => string)
  /** Shown only once somebody chooses it. */
  optional?: boolean
  /** In the cards of a narrow screen: heading, right of it, a line with or without its label, or not at all. */
  phone?: 'title' | 'aside' | 'line' | 'bare' | 'hidden'
}

export interface Filter<Row> {
  id: string
  label: string
  /** The row's values; the row passes if one of them is chosen. */
  get: (row: Row) => string | readonly string[] | null | undefined
  /** Names of values, and their order; others are offered as they occur. */
  options?: readonly { value: string; label: string }[]
  /** At most one value, for lists whose server takes one. */
  single?: boolean
}

/** A line at the row's edge: staged as new, as changed, as deleted (struck), or in trouble. */
export type Tone = 'added' | 'changed' | 'removed' | 'bad'

export interface DataTableProps<Row> {
  /** Key under which the choice of columns is remembered. */
  name: string
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[] | undefined
  rowId: (row: Row) => string
  url: TableUrl
  filters?: readonly Filter<Row>[]
  error?: unknown
  onRetry?: () => void
  empty?: ReactNode
  onOpen?: (row: Row) => void
  /** Actions on selected rows; rows can be selected only where it is given. */
  bulk?: (rows: Row[], clear: () => void) => ReactNode
  canSelect?: (row: Row) => boolean
  tone?: (row: Row) => Tone | undefined
  /** Least height in pixels where rows are comfortable, for those of several lines; 0 is the usual one. Must be stable. */
  rowHeight?: (row: Row) => number
  /** What else stands in the toolbar, at its end. */
  toolbar?: ReactNode
  searchPlaceholder?: string
  /** The server filters and sorts: rows are shown as they come. Filters need `options` then. */
  manual?: boolean
  /** Near the last row, for lists that come in pages. */
  onEndReached?: () => void
  isFetchingMore?: boolean
  /** CSS; by default the table ends with the window. */
  maxHeight?: string
}

export interface Sort {
  id: string
  desc: boolean
}

export function parseSort(text: string | undefined): Sort | undefined {
  if (!text) return undefined
  return text.startsWith('-') ? { id: text.slice(1), desc: true } : { id: text, desc: false }
}

/** What a click on a header does: up, down, back to the list's own order. */
export function nextSort(current: Sort | undefined, id: string): string | undefined {
  if (current?.id !== id) return id
  return current.desc ? undefined : `-${id}`
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Orders rows by one column; what has no value comes last either way. */
export function sortRows<Row>(rows: readonly Row[], column: Column<Row> | undefined, desc: boolean): Row[] {
  if (!column) return [...rows]
  const keyed = rows.map((row) => ({ row, value: column.value(row) }))
  const sign = desc ? -1 : 1
  keyed.sort((a, b) => {
    const [noA, noB] = [a.value == null || a.value === '', b.value == null || b.value === '']
    if (noA || noB) return Number(noA) - Number(noB)
    if (typeof a.value === 'string' && typeof b.value === 'string') return sign * collator.compare(a.value, b.value)
    return sign * (Number(a.value) - Number(b.value))
  })
  return keyed.map((entry) => entry.row)
}

/** The text that the search box looks in. */
export function haystack<Row>(row: Row, columns: readonly Column<Row>[]): string {
  const parts: string[] = []
  for (const column of columns) {
    if (column.search === false) continue
    const value = column.search ? column.search(row) : column.value(row)
    if (typeof value === 'string' || typeof value === 'number') parts.push(String(value))
  }
  return parts.join('\n').toLowerCase()
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

export function valuesOf<Row>(filter: Filter<Row>, row: Row): readonly string[] {
  const value = filter.get(row)
  if (value == null) return []
  return typeof value === 'string' ? [value] : value
}

/** The least width of a row in pixels, of the least widths of its tracks; its head and body share it. */
export function leastWidth(tracks: readonly string[]): number {
  return tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 0), 0)
}
