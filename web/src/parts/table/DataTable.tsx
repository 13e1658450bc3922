import { Box, Button, Group, Paper, Text } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { IconSearchOff } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useDeferredValue, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useDensity } from '@/app/density'
import { EmptyState } from '../EmptyState'
import { ErrorState } from '../ErrorState'
import classes from './DataTable.module.css'
import { Head } from './Head'
import { useLatest, useRestOfWindow, useSlash, useTyped } from './hooks'
import { leastWidth, parseSort, type DataTableProps } from './model'
import { RowView } from './Row'
import { useRows } from './rows'
import { BulkBar, ColumnsButton, FilterButton, SearchBox } from './Toolbar'
import { Waiting } from './Waiting'

const HEAD = 36
const ROW = { comfortable: 40, compact: 32 }
const CARD = 92
const CHECK = '40px'
/** A row's own, left and right. */
const PADDING = 16

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { name, label, columns, rows, url, filters = [], bulk, manual, onEndReached, onOpen } = props
  const domId = useId()
  const cards = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const rowHigh = ROW[useDensity()[0]]
  const scroller = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)

  // What is typed shows at once; the rows follow when there is time; the URL when typing has ended.
  const [typed, setTyped] = useTyped(url.values.q ?? '', (q) => url.set({ q }))
  const searched = useDeferredValue(typed)
  const sort = parseSort(url.values.sort)
  const { table, visible, selection, selected, clear, toggle, chosen, choices } = useRows(props, searched, sort)

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

  const virtualizer = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = visible[index]
      if (cards) return CARD
      const own = row && props.rowHeight ? props.rowHeight(row.original) : 0
      return Math.max(rowHigh, own - (ROW.comfortable - rowHigh))
    },
    getItemKey: (index) => visible[index]?.id ?? index,
    overscan: cards ? 8 : 24,
    scrollMargin: cards ? 0 : HEAD,
    scrollPaddingStart: cards ? 0 : HEAD,
  })
  useLayoutEffect(() => virtualizer.measure(), [cards, rowHigh, virtualizer])

  const [active, setActive] = useState(-1)
  useEffect(() => setActive((index) => Math.min(index, visible.length - 1)), [visible.length])

  const items = virtualizer.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (onEndReached && visible.length > 0 && lastIndex >= visible.length - 10) onEndReached()
  }, [lastIndex, visible.length, onEndReached])

  const latest = useLatest({ visible, onOpen })
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
          <Head
            columns={shown}
            template={template}
            sort={sort}
            onSort={manual ? undefined : (next) => url.set({ sort: next })}
            selected={
              bulk && {
                some: selected.length > 0,
                all: table.getIsAllRowsSelected(),
                onToggle: () => table.toggleAllRowsSelected(selected.length === 0),
              }
            }
          />
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

function rowsText(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'row' : 'rows'}`
}
