// Which rows a table shows: sorted, searched, filtered; and which of them are selected.
import {
  columnFilteringFeature,
  createFilteredRowModel,
  globalFilteringFeature,
  rowSelectionFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowSelectionState,
} from '@tanstack/react-table'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useLatest } from './hooks'
import { haystack, sortRows, valuesOf, wordsOf, type DataTableProps, type Filter, type Sort } from './model'
import type { Choice } from './Toolbar'

/** What the one filter function looks at: the searched text and the row itself. */
interface Entry {
  text: string
  row: unknown
}

interface Wanted {
  words: string[]
  filters: { filter: Filter<never>; chosen: string[] }[]
}

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSelectionFeature,
  filteredRowModel: createFilteredRowModel(),
})

function passes(row: { getValue: (id: string) => unknown }, columnId: string, wanted: Wanted): boolean {
  const entry = row.getValue(columnId) as Entry
  if (!wanted.words.every((word) => entry.text.includes(word))) return false
  return wanted.filters.every(({ filter, chosen }) =>
    valuesOf(filter, entry.row as never).some((value) => chosen.includes(value)),
  )
}

export function useRows<Row extends object>(props: DataTableProps<Row>, searched: string, sort: Sort | undefined) {
  const { columns, rows, rowId, url, filters = [], bulk, manual } = props
  const sortId = sort?.id
  const sortDesc = sort?.desc ?? false
  const data = useMemo(() => {
    const column = manual ? undefined : columns.find((candidate) => candidate.id === sortId)
    return sortRows(rows ?? [], column, sortDesc)
  }, [rows, columns, sortId, sortDesc, manual])

  const defs = useMemo<ColumnDef<typeof features, Row>[]>(
    () => [{ id: 'entry', accessorFn: (row) => ({ text: haystack(row, columns), row }) }],
    [columns],
  )
  const chosen = (filter: Filter<Row>) => (url.values[filter.id] ?? '').split(',').filter(Boolean)
  const filterKey = filters.map((filter) => url.values[filter.id] ?? '').join('\n')
  const wanted = useMemo<Wanted | undefined>(() => {
    if (manual) return undefined
    const active = filters
      .map((filter) => ({ filter: filter as Filter<never>, chosen: chosen(filter) }))
      .filter((entry) => entry.chosen.length > 0)
    const words = wordsOf(searched)
    return words.length > 0 || active.length > 0 ? { words, filters: active } : undefined
    // The key says what is chosen; the list of filters is often made anew with each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [searched, filterKey, manual])

  const [selection, setSelection] = useState<RowSelectionState>({})
  const getId = useLatest(rowId)
  const table = useTable({
    features,
    data,
    columns: defs,
    getRowId: (row) => getId.current(row),
    state: { globalFilter: wanted, rowSelection: selection },
    onRowSelectionChange: setSelection,
    globalFilterFn: passes,
    getColumnCanGlobalFilter: () => true,
    enableRowSelection: (row) => props.canSelect?.(row.original) ?? true,
  })
  const visible = table.getRowModel().rows

  // A selected row may have gone since, or be hidden by the filter: only what is there counts.
  const selected = useMemo(
    () => (bulk ? data.filter((row) => selection[getId.current(row)]) : []),
    [bulk, data, selection, getId],
  )
  const clear = useCallback(() => setSelection({}), [])

  const anchor = useRef(-1)
  const latest = useLatest({ visible, selection })
  /** Selects a row or takes it out; with `range`, all from the last one on. */
  const toggle = useCallback(
    (id: string, range: boolean) => {
      const rowsNow = latest.current.visible
      const index = rowsNow.findIndex((row) => row.id === id)
      const to = !latest.current.selection[id]
      const from = range && anchor.current >= 0 ? anchor.current : index
      const span = rowsNow.slice(Math.min(from, index), Math.max(from, index) + 1)
      anchor.current = index
      setSelection((old) => {
        const next = { ...old }
        for (const row of span) {
          if (to && row.getCanSelect()) next[row.id] = true
          if (!to) delete next[row.id]
        }
        return next
      })
    },
    [latest],
  )

  const choices = useMemo(() => {
    const all = new Map<string, Choice[]>()
    for (const filter of filters) all.set(filter.id, choicesOf(filter, rows ?? [], manual))
    return all
    // As above: filters are the same for as long as the columns are.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, columns, manual])

  return { table, visible, selection, selected, clear, toggle, chosen, choices }
}

function choicesOf<Row>(filter: Filter<Row>, rows: readonly Row[], manual: boolean | undefined): Choice[] {
  const known = filter.options ?? []
  if (manual) return [...known]
  const counts = new Map<string, number>(known.map((option) => [option.value, 0]))
  for (const row of rows) {
    for (const value of valuesOf(filter, row)) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const labels = new Map(known.map((option) => [option.value, option.label]))
  const all = [...counts].map(([value, count]) => ({ value, label: labels.get(value) ?? value, count }))
  const named = known.map((option) => option.value)
  return all.sort(
    (a, b) =>
      (named.indexOf(a.value) + 1 || 999) - (named.indexOf(b.value) + 1 || 999) || a.label.localeCompare(b.label),
  )
}
