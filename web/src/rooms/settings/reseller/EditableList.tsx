// A list of small settings that are opened, added and deleted in place: rates, routes, price rules.
import { ActionIcon, Button, Modal } from '@mantine/core'
import { IconPlus, IconTrash, type Icon } from '@tabler/icons-react'
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { notifyDone } from '@/parts/notify'
import { DeleteMany } from '../DeleteMany'

interface Props<Row extends object> {
  /** Key under which the choice of columns is remembered. */
  name: string
  label: string
  /** One of them, such as `rate`. */
  noun: string
  /** A certain one, such as `rate of USD in EUR`. Must be stable. */
  nameOf: (row: Row) => string
  query: Pick<UseQueryResult<Row[]>, 'data' | 'error' | 'refetch'>
  rowId: (row: Row) => string
  columns: readonly Column<Row>[]
  filters?: readonly Filter<Row>[]
  icon: Icon
  emptyTitle: string
  /** What the list is for, while nothing is in it. */
  purpose: string
  /** The dialog's title and width; without a row it is for a new one. */
  title: (row: Row | undefined) => string
  size?: 'md' | 'lg'
  form: (row: Row | undefined, close: () => void) => ReactNode
  remove: (row: Row) => Promise<unknown>
  /** What no longer works without them. */
  lost: (rows: readonly Row[]) => ReactNode
}

export function EditableList<Row extends object>(props: Props<Row>) {
  const { noun, nameOf, query, rowId, columns, title, form } = props
  const client = useQueryClient()
  const url = useTableUrl()
  const readOnly = useReadOnlyReason()
  const [edited, setEdited] = useState<{ row?: Row }>()
  const [removed, setRemoved] = useState<{ rows: Row[]; clear?: () => void }>()

  const withDelete = useMemo<Column<Row>[]>(
    () => [
      ...columns,
      {
        id: 'remove',
        header: '',
        value: () => null,
        cell: (row) => (
          <DisabledReason reason={readOnly}>
            {(off) => (
              <ActionIcon aria-label={`Delete the ${nameOf(row)}`} onClick={() => setRemoved({ rows: [row] })} {...off}>
                <IconTrash size={16} stroke={1.6} />
              </ActionIcon>
            )}
          </DisabledReason>
        ),
        sortable: false,
        search: false,
        width: '56px',
        align: 'end',
        phone: 'aside',
      },
    ],
    [columns, nameOf, readOnly],
  )
  const bulk = useCallback(
    (rows: Row[], clear: () => void) => (
      <DisabledReason reason={readOnly}>
        {(off) => (
          <Button size="xs" variant="default" onClick={() => setRemoved({ rows, clear })} {...off}>
            Delete
          </Button>
        )}
      </DisabledReason>
    ),
    [readOnly],
  )
  const add = (
    <DisabledReason reason={readOnly}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited({})} {...off}>
          Add {noun}
        </Button>
      )}
    </DisabledReason>
  )
  const close = () => setEdited(undefined)
  const count = removed?.rows.length ?? 0
  const [first] = removed?.rows ?? []
  return (
    <>
      <DataTable
        name={props.name}
        label={props.label}
        columns={withDelete}
        rows={query.data}
        rowId={rowId}
        url={url}
        {...(props.filters ? { filters: props.filters } : {})}
        error={query.error}
        onRetry={() => void query.refetch()}
        {...(readOnly ? {} : { onOpen: (row: Row) => setEdited({ row }) })}
        bulk={bulk}
        toolbar={add}
        empty={
          <EmptyState icon={props.icon} title={props.emptyTitle} action={add}>
            {props.purpose}
          </EmptyState>
        }
      />
      <Modal opened={edited !== undefined} onClose={close} title={title(edited?.row)} size={props.size ?? 'md'}>
        {edited && form(edited.row, close)}
      </Modal>
      <Modal
        opened={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title={count === 1 && first ? `Delete the ${nameOf(first)}?` : `Delete ${count} ${noun}s?`}
      >
        {removed && (
          <DeleteMany
            jobs={removed.rows.map((row) => ({ id: rowId(row), label: nameOf(row), run: () => props.remove(row) }))}
            action={count === 1 ? `Delete ${noun}` : `Delete ${count} ${noun}s`}
            close={() => setRemoved(undefined)}
            onTried={() => client.invalidateQueries({ queryKey: ['reseller'] })}
            onDone={() => {
              notifyDone(count === 1 ? `The ${noun} is deleted` : `${count} ${noun}s are deleted`)
              removed.clear?.()
            }}
          >
            {props.lost(removed.rows)}
          </DeleteMany>
        )}
      </Modal>
    </>
  )
}
