// The rows of the record table: what is there, with what is staged in its place.
import { hasMoved, type Stage, type Staged } from '../stage/store'
import { lineOf, sameValue, type RecordSet, type SetData, type SetMap, type Value } from './model'

export type RowState = 'added' | 'changed' | 'removed'

export interface Row {
  key: string
  name: string
  type: string
  ttl: number
  values: readonly Value[]
  state?: RowState
  /** What a changed set is now. */
  old?: SetData
  /** It has changed at the provider since it was staged. */
  moved?: boolean
}

/** How a value of a row is drawn. */
export interface Line {
  value: Value
  mark?: 'added' | 'removed'
}

const cache = new WeakMap<RecordSet, Row>()

function plainRow(key: string, set: RecordSet): Row {
  const known = cache.get(set)
  if (known) return known
  const row = { key, name: set.name, type: set.type, ttl: set.ttl, values: set.values }
  cache.set(set, row)
  return row
}

/** All rows: new names first, where they are seen; other new sets beside their name. */
export function rowsOf(sets: SetMap, stage: Stage): Row[] {
  const fresh = new Map<string, Row[]>()
  const changed = new Map<string, Row>()
  for (const [key, entry] of stage) {
    const set = sets.get(key)
    const moved = hasMoved(entry, sets)
    if (set) changed.set(key, overlay(key, entry, set, moved))
    else if (entry.next) {
      const row: Row = { key, name: entry.name, type: entry.type, ...entry.next, state: 'added' }
      if (moved) row.moved = true
      fresh.set(entry.name, [...(fresh.get(entry.name) ?? []), row])
    }
  }
  const below: Row[] = []
  let lastName: string | undefined
  const flush = () => {
    const added = lastName === undefined ? undefined : fresh.get(lastName)
    if (added && lastName !== undefined) {
      below.push(...added)
      fresh.delete(lastName)
    }
  }
  for (const [key, set] of sets) {
    if (set.name !== lastName) flush()
    lastName = set.name
    below.push(changed.get(key) ?? plainRow(key, set))
  }
  flush()
  return [...[...fresh.values()].flat(), ...below]
}

function overlay(key: string, entry: Staged, set: RecordSet, moved: boolean): Row {
  const row: Row = entry.next
    ? {
        key,
        name: set.name,
        type: set.type,
        ...entry.next,
        state: 'changed',
        old: { ttl: set.ttl, values: set.values },
      }
    : { key, name: set.name, type: set.type, ttl: set.ttl, values: set.values, state: 'removed' }
  if (moved) row.moved = true
  return row
}

/** The values of a row with what goes struck and what comes marked. */
export function linesOf(row: Row): Line[] {
  const { old } = row
  if (!old) return row.values.map((value) => ({ value }))
  const gone = old.values.filter((value) => !row.values.some((next) => sameValue(next, value)))
  return [
    ...gone.map((value): Line => ({ value, mark: 'removed' })),
    ...row.values.map((value): Line =>
      old.values.some((before) => sameValue(before, value)) ? { value } : { value, mark: 'added' },
    ),
  ]
}

/** Most lines of a row; what is more is counted. */
export const MOST_LINES = 6

/** In pixels; a row of one line is as high as rows are. */
export function heightOf(row: Row): number {
  const values = row.old ? linesOf(row).length : row.values.length
  const lines = Math.max(values, row.old && row.old.ttl !== row.ttl ? 2 : 1)
  return lines === 1 ? 0 : 20 * Math.min(lines, MOST_LINES) + 20
}

/** What the search box looks in, old values too. */
export function textOf(row: Row): string {
  const lines = row.values.map((value) => lineOf(row.type, value))
  if (row.old) lines.push(...row.old.values.map((value) => lineOf(row.type, value)))
  return lines.join('\n')
}
