import { Checkbox } from '@mantine/core'
import { memo, type ReactNode, type Ref } from 'react'
import classes from './DataTable.module.css'
import type { Column, Tone } from './model'

export interface RowHandlers {
  onToggle: (id: string, range: boolean) => void
  onOpen: ((id: string) => void) | undefined
  onActivate: (index: number) => void
}

interface Props<Row> extends RowHandlers {
  id: string
  domId: string
  row: Row
  index: number
  top: number
  columns: readonly Column<Row>[]
  template: string
  cards: boolean
  isActive: boolean
  isSelected: boolean
  canSelect: boolean | undefined
  tone: Tone | undefined
  measure: Ref<HTMLDivElement> | undefined
  height: number | undefined
}

function RowViewInner<Row>(props: Props<Row>) {
  const {
    id,
    domId,
    row,
    index,
    top,
    columns,
    template,
    cards,
    isActive,
    isSelected,
    canSelect,
    tone,
    measure,
    height,
  } = props
  const { onToggle, onOpen, onActivate } = props
  const check = canSelect !== undefined && (
    <div role="gridcell" className={classes.check}>
      <Checkbox
        size="xs"
        tabIndex={-1}
        checked={isSelected}
        disabled={!canSelect}
        aria-label="Select row"
        onChange={() => undefined}
        onClick={(event) => onToggle(id, event.shiftKey)}
      />
    </div>
  )
  return (
    <div
      ref={measure}
      id={domId}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={canSelect === undefined ? undefined : isSelected}
      data-index={index}
      data-active={isActive || undefined}
      data-selected={isSelected || undefined}
      data-row-tone={tone}
      data-opens={onOpen ? true : undefined}
      data-tall={(height ?? 0) > 40 || undefined}
      className={cards ? classes.card : classes.row}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: cards ? undefined : template, height }}
      onClick={(event) => {
        onActivate(index)
        if (!onOpen || isInteractive(event.target, event.currentTarget) || window.getSelection()?.toString()) return
        onOpen(id)
      }}
    >
      {check}
      {cards ? (
        <Card row={row} columns={columns} />
      ) : (
        columns.map((column) => (
          <div
            key={column.id}
            role="gridcell"
            className={classes.cell}
            data-align={column.align}
            data-column={column.id}
          >
            {content(column, row)}
          </div>
        ))
      )}
    </div>
  )
}

/** Rows keep what they drew while others scroll by. */
export const RowView = memo(RowViewInner) as typeof RowViewInner

function Card<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  const at = (place: Column<Row>['phone']) => columns.filter((column) => (column.phone ?? 'line') === place)
  return (
    <div className={classes.cardBody}>
      <div className={classes.cardHead}>
        {at('title').map((column) => (
          <div key={column.id} role="gridcell" className={classes.cardTitle} data-column={column.id}>
            {content(column, row)}
          </div>
        ))}
        {at('aside').map((column) => (
          <div key={column.id} role="gridcell" data-column={column.id}>
            {content(column, row)}
          </div>
        ))}
      </div>
      {at('bare').map((column) => (
        <div key={column.id} role="gridcell" className={classes.cardValue} data-column={column.id}>
          {content(column, row)}
        </div>
      ))}
      {at('line')
        .filter((column) => column.cell !== undefined || !isBlank(column.value(row)))
        .map((column) => (
          <div key={column.id} role="gridcell" className={classes.cardLine} data-column={column.id}>
            <span className={classes.cardLabel}>{column.header}</span>
            <span className={classes.cardValue}>{content(column, row)}</span>
          </div>
        ))}
    </div>
  )
}

/** A label without anything beside it tells nothing. */
function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

function content<Row>(column: Column<Row>, row: Row): ReactNode {
  if (column.cell) return column.cell(row)
  const value = column.value(row)
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value
}

function isInteractive(target: EventTarget, row: Element): boolean {
  if (!(target instanceof Element)) return true
  // Menus and dialogs of a cell are in a portal: React's event passes here, the DOM's does not.
  if (!row.contains(target)) return true
  return target.closest('a, button, input, select, textarea, label') !== null
}
