import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { IconArrowBackUp, IconCopy, IconDots, IconEdit, IconFileImport, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMemo } from 'react'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { useZone, type ZoneScope } from '../zone/context'
import { NameCell, StateCell, TtlCell, TypeCell, ValuesCell } from './cells'
import { heightOf, rowsOf, textOf, type Row } from './rows'
import { TtlMenu } from './TtlMenu'
import { specOf } from './types'

const filters: readonly Filter<Row>[] = [
  { id: 'type', label: 'Type', get: (row) => row.type },
  {
    id: 'state',
    label: 'State',
    get: (row) => row.state ?? 'same',
    options: [
      { value: 'added', label: 'New' },
      { value: 'changed', label: 'Changed' },
      { value: 'removed', label: 'Deleted' },
      { value: 'same', label: 'Unchanged' },
    ],
  },
]

const height = (row: Row) => heightOf(row)
const rowTone = (row: Row) => row.state

export function RecordsTab() {
  const scope = useZone()
  const { zone, sets, stage, records, frozen, go } = scope
  const url = useTableUrl()
  const rows = useMemo(() => rowsOf(sets, stage), [sets, stage])
  // Of the whole scope, the cells need what changes rarely: rows are drawn once.
  const { whyLocked, put, drop } = scope
  const columns = useMemo<Column<Row>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        value: (row) => (row.name === '@' ? '' : row.name),
        cell: (row) => <NameCell row={row} zone={zone} />,
        search: (row) => `${row.name} ${row.name === '@' ? zone : `${row.name}.${zone}`}`,
        width: 'minmax(180px, 1.1fr)',
        phone: 'title',
      },
      {
        id: 'type',
        header: 'Type',
        value: (row) => row.type,
        cell: (row) => <TypeCell row={row} />,
        width: '84px',
        phone: 'aside',
      },
      {
        id: 'values',
        header: 'Values',
        value: (row) => row.values[0]?.content,
        cell: (row) => <ValuesCell row={row} />,
        search: textOf,
        width: 'minmax(280px, 2.2fr)',
        phone: 'bare',
      },
      {
        id: 'ttl',
        header: 'TTL',
        value: (row) => row.ttl,
        cell: (row) => <TtlCell row={row} />,
        search: false,
        width: '112px',
      },
      {
        id: 'staged',
        header: 'Staged',
        value: (row) => row.state,
        cell: (row) => <StateCell row={row} />,
        search: false,
        width: '92px',
        phone: 'aside',
      },
      {
        id: 'actions',
        header: 'Actions',
        value: () => null,
        cell: (row) => <RowMenu row={row} whyLocked={whyLocked} put={put} drop={drop} go={go} />,
        search: false,
        sortable: false,
        width: '56px',
        align: 'end',
        phone: 'aside',
      },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [zone, scope.isZoneProtected, scope.protectedSets, scope.facts.types, frozen, sets],
  )

  return (
    <DataTable
      name="records"
      label="Records"
      columns={columns}
      rows={records.isLoaded ? rows : undefined}
      rowId={(row) => row.key}
      rowHeight={height}
      url={url}
      filters={filters}
      tone={rowTone}
      error={records.error}
      onRetry={records.refetch}
      onOpen={(row) => go({ edit: row.key })}
      searchPlaceholder="Name, type or value"
      canSelect={(row) => whyLocked(row.name, row.type) === undefined}
      bulk={frozen ? undefined : (chosen, clear) => <Bulk scope={scope} rows={chosen} clear={clear} />}
      maxHeight={stage.size > 0 ? 'max(280px, calc(100dvh - 370px))' : undefined}
      toolbar={
        <DisabledReason reason={frozen}>
          {(off) => (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => go({ add: 'A' })} {...off}>
              Add record
            </Button>
          )}
        </DisabledReason>
      }
      empty={
        <EmptyState
          title="No records yet"
          action={
            <Group gap="xs" justify="center">
              <DisabledReason reason={frozen}>
                {(off) => (
                  <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => go({ add: 'A' })} {...off}>
                    Add record
                  </Button>
                )}
              </DisabledReason>
              <DisabledReason reason={frozen}>
                {(off) => (
                  <Button
                    variant="default"
                    leftSection={<IconFileImport size={16} aria-hidden />}
                    onClick={() => go({ open: 'import' })}
                    {...off}
                  >
                    Import a zone file
                  </Button>
                )}
              </DisabledReason>
            </Group>
          }
        >
          Add the first one, import a zone file, or begin with a template.
        </EmptyState>
      }
    />
  )
}

function Bulk({ scope, rows, clear }: { scope: ZoneScope; rows: Row[]; clear: () => void }) {
  const { putAll, facts, go } = scope
  return (
    <>
      <TtlMenu
        facts={facts}
        onPick={(ttl) => {
          putAll(
            rows
              .filter((row) => row.state !== 'removed')
              .map(({ name, type, values }) => ({ name, type, next: { ttl, values } })),
          )
          clear()
        }}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCopy size={14} aria-hidden />}
        onClick={() => {
          scope.setChosen(rows.map((row) => row.key))
          go({ open: 'copy' })
        }}
      >
        Copy to another zone
      </Button>
      <Button
        size="xs"
        color="red.8"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => {
          putAll(rows.map(({ name, type }) => ({ name, type, next: null })))
          clear()
        }}
      >
        Delete {rows.length}
      </Button>
    </>
  )
}

/** No higher than the line that it stands in, however many the row has. */
const inLine = { my: -4, ml: 'auto', display: 'flex' } as const

type RowMenuProps = Pick<ZoneScope, 'whyLocked' | 'put' | 'drop' | 'go'> & { row: Row }

function RowMenu({ row, whyLocked, put, drop, go }: RowMenuProps) {
  const locked = whyLocked(row.name, row.type)
  const label = `Actions for ${row.name} ${row.type}`
  if (row.state) {
    return (
      <ActionIcon
        {...inLine}
        aria-label={`Take back the change of ${row.name} ${row.type}`}
        onClick={() => drop([row.key])}
      >
        <IconArrowBackUp size={16} />
      </ActionIcon>
    )
  }
  return (
    <Menu withinPortal keepMounted={false}>
      <Menu.Target>
        <ActionIcon {...inLine} aria-label={label}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {locked && <Menu.Label maw={240}>{locked}</Menu.Label>}
        <Menu.Item leftSection={<IconEdit size={15} aria-hidden />} onClick={() => go({ edit: row.key })}>
          {locked ? 'Show' : 'Edit'}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={15} aria-hidden />}
          disabled={locked !== undefined || specOf(row.type).type === 'SOA'}
          onClick={() => go({ add: row.type, edit: row.key })}
        >
          Duplicate
        </Menu.Item>
        <Menu.Item
          color="red"
          c="var(--mantine-color-error)"
          leftSection={<IconTrash size={15} aria-hidden />}
          disabled={locked !== undefined}
          onClick={() => put(row.name, row.type, null)}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
