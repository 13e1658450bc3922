import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import classes from './DataTable.module.css'
import { nextSort, type Column, type Sort } from './model'

interface Props<Row> {
  columns: readonly Column<Row>[]
  template: string
  /** What the rows are sorted by. */
  sort: Sort | undefined
  /** Absent where the server sorts. */
  onSort: ((sort: string | undefined) => void) | undefined
  /** Absent where rows cannot be selected. */
  selected: { some: boolean; all: boolean; onToggle: () => void } | undefined
}

/** The row of headers, with the box that selects all. */
export function Head<Row>({ columns, template, sort, onSort, selected }: Props<Row>) {
  return (
    <div role="row" aria-rowindex={1} className={classes.headRow} style={{ gridTemplateColumns: template }}>
      {selected && (
        <div role="columnheader" className={classes.check}>
          <Checkbox
            size="xs"
            aria-label="Select all rows"
            checked={selected.some && selected.all}
            indeterminate={selected.some && !selected.all}
            onChange={selected.onToggle}
          />
        </div>
      )}
      {columns.map((column) => (
        <HeadCell
          key={column.id}
          header={column.header}
          end={column.align === 'end'}
          sort={sort?.id === column.id ? sort : undefined}
          onSort={onSort && column.sortable !== false ? () => onSort(nextSort(sort, column.id)) : undefined}
        />
      ))}
    </div>
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
