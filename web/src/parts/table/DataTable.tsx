import { Box, Button, Checkbox, Group, Paper, Skeleton, Text } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconSearchOff } from '@tabler/icons-react'
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
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useDeferredValue, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useDensity } from '@/app/density'
import { EmptyState } from '../EmptyState'
import { ErrorState } from '../ErrorState'
import classes from './DataTable.module.css'
import {
  haystack,
  leastWidth,
  nextSort,
  parseSort,
  sortRows,
  valuesOf,
  wordsOf,
  type DataTableProps,
  type Filter,
  type Sort,
} from './model'
import { RowView } from './Row'
import { BulkBar, ColumnsButton, FilterButton, SearchBox, type Choice } from './Toolbar'

const HEAD = 36
const ROW = { comfortable: 40, compact: 32 }
const CARD = 92
const CHECK = '40px'
/** A row's own, left and right. */
const PADDING = 16

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

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { name, label, columns, rows, rowId, url, filters = [], bulk, manual, onEndReached, onOpen } = props
  const domId = useId()
  const cards = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const rowHigh = ROW[useDensity()[0]]
  const scroller = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)

  // What is typed shows at once; the rows follow when there is time; the URL when typing has ended.
  const [typed, setTyped] = useTyped(url.values.q ?? '', (q) => url.set({ q }))
  const searched = useDeferredValue(typed)
  const sort = parseSort(url.values.sort)
  const sortId = sort?.id
  const sortDesc = sort?.desc ?? false

  const [shownIds, setShownIds] = useLocalStorage<string[]>({
    key: `setec.columns.${name}`,
    defaultValue: columns.filter((column) => !column.optional).map((column) => column.id),
    getInitialValueInEffect: false,
  })
  const shown = useMemo(
    () => columns.filter((column) => column.phone === 'title' || shownIds.includes(column.id)),
    [columns, shownIds],
  )
  const tracks = useMemo(
    () => [...(bulk ? [CHECK] : []), ...shown.map((column) => column.width ?? 'minmax(100px, 1fr)')],
    [bulk, shown],
  )
  const template = tracks.join(' ')
  const minWidth = cards ? undefined : leastWidth(tracks) + PADDING

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
  const model = table.getRowModel()
  const visible = model.rows

  // A selected row may have gone since, or be hidden by the filter: only what is there counts.
  const selected = useMemo(
    () => (bulk ? data.filter((row) => selection[getId.current(row)]) : []),
    [bulk, data, selection, getId],
  )
  const clear = useCallback(() => setSelection({}), [])

  const virtualizer = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = visible[index]
      return cards ? CARD : row && props.rowHeight ? Math.max(rowHigh, props.rowHeight(row.original)) : rowHigh
    },
    getItemKey: (index) => visible[index]?.id ?? index,
    overscan: cards ? 8 : 24,
    scrollMargin: cards ? 0 : HEAD,
    scrollPaddingStart: cards ? 0 : HEAD,
  })
  useLayoutEffect(() => virtualizer.measure(), [cards, rowHigh, virtualizer])

  const [active, setActive] = useState(-1)
  const anchor = useRef(-1)
  useEffect(() => setActive((index) => Math.min(index, visible.length - 1)), [visible.length])

  const items = virtualizer.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (onEndReached && visible.length > 0 && lastIndex >= visible.length - 10) onEndReached()
  }, [lastIndex, visible.length, onEndReached])

  const latest = useLatest({ visible, onOpen, selection })
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
  const open = useCallback(
    (id: string) => {
      const row = latest.current.visible.find((candidate) => candidate.id === id)
      if (row) latest.current.onOpen?.(row.original)
    },
    [latest],
  )

  function move(index: number) {
    const to = Math.max(0, Math.min(index, visible.length - 1))
    setActive(to)
    virtualizer.scrollToIndex(to)
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / (cards ? CARD : rowHigh)) - 2)
    const row = visible[active]
    const actions: Record<string, () => void> = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(visible.length - 1),
      Enter: () => row && onOpen?.(row.original),
      ' ': () => bulk && row && toggle(row.id, event.shiftKey),
      Escape: clear,
    }
    if (bulk && event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      table.toggleAllRowsSelected(true)
      return
    }
    const action = actions[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    action()
  }

  useSlash(input)
  const maxHeight = useRestOfWindow(scroller, props.maxHeight)

  const choices = useMemo(() => {
    const all = new Map<string, Choice[]>()
    for (const filter of filters) all.set(filter.id, choicesOf(filter, rows ?? [], manual))
    return all
    // As above: filters are the same for as long as the columns are.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, columns, manual])

  const isFiltered = typed !== '' || filters.some((filter) => chosen(filter).length > 0)
  const loading = rows === undefined && !props.error
  const total = rows?.length ?? 0

  return (
    <Paper withBorder bg="var(--setec-panel)" style={{ borderColor: 'var(--setec-line)', overflow: 'hidden' }}>
      <Group gap="xs" p={10} style={{ borderBottom: '1px solid var(--setec-line)' }}>
        <SearchBox
          inputRef={input}
          label={label}
          placeholder={props.searchPlaceholder ?? 'Search'}
          value={typed}
          onChange={setTyped}
          onLeave={() => {
            if (visible.length === 0) return
            scroller.current?.focus()
            move(Math.max(0, active))
          }}
        />
        {filters.map((filter) => (
          <FilterButton
            key={filter.id}
            filter={filter}
            choices={choices.get(filter.id) ?? []}
            chosen={chosen(filter)}
            onChange={(next) => url.set({ [filter.id]: next.join(',') })}
          />
        ))}
        <Group gap="xs" ml="auto">
          {rows && !manual && (
            <Text size="sm" c="dimmed" aria-live="polite">
              {isFiltered ? `${visible.length.toLocaleString()} of ${rowsText(total)}` : rowsText(total)}
            </Text>
          )}
          {props.toolbar}
          <ColumnsButton columns={columns} shown={shown.map((column) => column.id)} onChange={setShownIds} />
        </Group>
      </Group>

      {props.error != null && rows === undefined && (
        <Box p="md">
          <ErrorState error={props.error} onRetry={props.onRetry} />
        </Box>
      )}
      {loading && <Waiting />}
      {rows && visible.length === 0 && !props.isFetchingMore && (
        <>
          {isFiltered && (total > 0 || manual) ? (
            <EmptyState
              icon={IconSearchOff}
              title="Nothing matches"
              action={
                <Button
                  variant="default"
                  onClick={() => {
                    setTyped('')
                    url.set(Object.fromEntries([['q', undefined], ...filters.map((filter) => [filter.id, undefined])]))
                  }}
                >
                  Clear search and filters
                </Button>
              }
            >
              No entry fits the search and the filters.
            </EmptyState>
          ) : (
            (props.empty ?? <EmptyState title="Nothing here yet" />)
          )}
        </>
      )}

      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={visible.length + 1}
        aria-multiselectable={bulk ? true : undefined}
        aria-activedescendant={
          active >= 0 && items.some((item) => item.index === active) ? `${domId}-${active}` : undefined
        }
        tabIndex={0}
        className={classes.scroller}
        hidden={visible.length === 0}
        style={{ maxHeight }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget && active < 0 && event.currentTarget.matches(':focus-visible'))
            setActive(0)
        }}
      >
        <div role="rowgroup" className={cards ? classes.headHidden : classes.head} style={{ minWidth }}>
          <div role="row" aria-rowindex={1} className={classes.headRow} style={{ gridTemplateColumns: template }}>
            {bulk && (
              <div role="columnheader" className={classes.check}>
                <Checkbox
                  size="xs"
                  aria-label="Select all rows"
                  checked={selected.length > 0 && table.getIsAllRowsSelected()}
                  indeterminate={selected.length > 0 && !table.getIsAllRowsSelected()}
                  onChange={() => table.toggleAllRowsSelected(selected.length === 0)}
                />
              </div>
            )}
            {shown.map((column) => (
              <HeadCell
                key={column.id}
                header={column.header}
                end={column.align === 'end'}
                sort={sort?.id === column.id ? sort : undefined}
                onSort={
                  column.sortable === false || manual ? undefined : () => url.set({ sort: nextSort(sort, column.id) })
                }
              />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize(), minWidth }}>
          {items.map((item) => {
            const row = visible[item.index]
            if (!row) return null
            return (
              <RowView
                key={item.key}
                id={row.id}
                domId={`${domId}-${item.index}`}
                row={row.original}
                index={item.index}
                top={item.start - (cards ? 0 : HEAD)}
                columns={shown}
                template={template}
                cards={cards ?? false}
                isActive={item.index === active}
                isSelected={selection[row.id] === true}
                canSelect={bulk ? row.getCanSelect() : undefined}
                tone={props.tone?.(row.original)}
                measure={cards ? virtualizer.measureElement : undefined}
                height={cards || (!props.rowHeight && rowHigh === ROW.comfortable) ? undefined : item.size}
                onToggle={toggle}
                onOpen={onOpen ? open : undefined}
                onActivate={setActive}
              />
            )
          })}
        </div>
      </div>
      {props.isFetchingMore && <Waiting rows={2} />}
      {bulk && selected.length > 0 && (
        <BulkBar count={selected.length} onClear={clear}>
          {bulk(selected, clear)}
        </BulkBar>
      )}
    </Paper>
  )
}

function HeadCell(props: { header: string; end: boolean; sort: Sort | undefined; onSort: (() => void) | undefined }) {
  const { header, end, sort, onSort } = props
  const Arrow = sort?.desc ? IconArrowDown : IconArrowUp
  return (
    <div
      role="columnheader"
      className={classes.headCell}
      data-align={end ? 'end' : undefined}
      aria-sort={sort ? (sort.desc ? 'descending' : 'ascending') : undefined}
    >
      {onSort ? (
        <button type="button" className={classes.sort} onClick={onSort}>
          {header}
          {sort && <Arrow size={13} aria-hidden />}
        </button>
      ) : (
        header
      )}
    </div>
  )
}

function Waiting({ rows = 8 }: { rows?: number }) {
  return (
    <Box p="md" aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={14} my={13} width={`${96 - ((index * 13) % 37)}%`} />
      ))}
    </Box>
  )
}

function rowsText(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'row' : 'rows'}`
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

/** The newest value, for callbacks that must not change. */
function useLatest<T>(value: T) {
  const ref = useRef(value)
  useLayoutEffect(() => {
    ref.current = value
  })
  return ref
}

/** A text that is typed here and kept elsewhere, a moment later. */
function useTyped(kept: string, keep: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(kept)
  const sent = useRef(kept)
  const keepLatest = useLatest(keep)
  useEffect(() => {
    // The address changed by other means, such as the back button.
    if (kept !== sent.current) {
      sent.current = kept
      setText(kept)
    }
  }, [kept])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      keepLatest.current(text)
    }, 250)
    return () => clearTimeout(timer)
  }, [text, keepLatest])
  return [text, setText]
}

/** `/` goes to the search box from anywhere but where one types. */
function useSlash(input: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target
      if (
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      )
        return
      if (input.current?.closest('[inert], [aria-hidden="true"]')) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [input])
}

/** As high as the window has room below the table's top, so that only one thing scrolls. */
function useRestOfWindow(element: React.RefObject<HTMLElement | null>, fixed: string | undefined): string {
  const [top, setTop] = useState(180)
  useLayoutEffect(() => {
    if (fixed) return
    const measure = () => {
      const box = element.current?.parentElement?.getBoundingClientRect()
      const head = element.current?.offsetTop ?? 0
      if (box)
        setTop(
          Math.round(box.top + window.scrollY + Math.max(0, head - (element.current?.parentElement?.offsetTop ?? 0))),
        )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  })
  return fixed ?? `max(280px, calc(100dvh - ${top + 24}px))`
}
