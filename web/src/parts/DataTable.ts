// Every list of the product. 10,000 rows are fine: rows are virtual, typing filters in the background.
//
//   const columns: Column<Domain>[] = [            // outside the component, or in useMemo: must be stable
//     { id: 'name', header: 'Name', value: (d) => d.name, phone: 'title', width: 'minmax(200px, 2fr)' },
//     { id: 'expires', header: 'Expires', value: (d) => d.expires_at, cell: (d) => <TimeText at={d.expires_at} date /> },
//   ]
//   const url = useTableUrl()                      // route: validateSearch: (raw) => tableSearch(raw, ['account'])
//   <DataTable name="domains" label="Domains" columns={columns} rows={query.data} rowId={(d) => d.name} url={url}
//     filters={[{ id: 'account', label: 'Account', get: (d) => d.account }]}
//     error={query.error} onRetry={() => void query.refetch()} onOpen={(d) => void navigate(...)}
//     empty={<EmptyState title="No domains yet" />}
//     bulk={(rows, clear) => <Button size="xs">Renew {rows.length}</Button>} />
//
// Keys: / search, arrows move, Space selects (Shift+Space a range), Enter opens, Ctrl-A all, Escape clears.
export { DataTable } from './table/DataTable'
export type { Column, DataTableProps, Filter, Tone } from './table/model'
export { useTableMemory, useTableUrl, type TableUrl } from './table/url'
