import { Text } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { MoneyText } from '@/parts/MoneyText'
import { StatusBadge } from '@/parts/StatusBadge'
import { Failures } from './Failures'
import { KIND_WORDS, kindOf, monthsOf, periodWords, type CatalogEntry } from './model'
import { useCatalog } from './queries'

const first = (entry: CatalogEntry) => entry.first_period_price_cents ?? entry.price_cents
const rise = (entry: CatalogEntry) => Math.round((entry.price_cents / first(entry) - 1) * 100)
const months = (entry: CatalogEntry) => monthsOf(entry.id, entry.period)

const columns: readonly Column<CatalogEntry>[] = [
  {
    id: 'name',
    header: 'Product',
    value: (entry) => entry.name,
    search: (entry) => `${entry.name} ${entry.id}`,
    width: 'minmax(150px, 1fr)',
    phone: 'title',
  },
  { id: 'account', header: 'Account', value: (entry) => entry.account, width: '110px', phone: 'hidden' },
  {
    id: 'kind',
    header: 'Kind',
    value: (entry) => KIND_WORDS[kindOf(entry.id, entry.category)],
    width: '96px',
    phone: 'aside',
  },
  { id: 'description', header: 'What it is', value: (entry) => entry.description, width: 'minmax(180px, 1.6fr)' },
  { id: 'period', header: 'Term', value: months, width: '92px', cell: (entry) => periodWords(months(entry)) },
  {
    id: 'first',
    header: 'First term',
    value: first,
    search: false,
    align: 'end',
    width: '104px',
    cell: (entry) => <MoneyText minor={first(entry)} currency={entry.currency} />,
  },
  {
    id: 'renewal',
    header: 'Renewal',
    value: (entry) => entry.price_cents,
    search: false,
    align: 'end',
    width: '104px',
    cell: (entry) => <MoneyText minor={entry.price_cents} currency={entry.currency} fw={500} />,
  },
  {
    id: 'rise',
    header: 'Rise',
    value: rise,
    search: false,
    align: 'end',
    width: '84px',
    cell: (entry) =>
      rise(entry) > 0 ? (
        <StatusBadge tone={rise(entry) >= 50 ? 'warn' : 'neutral'}>+{rise(entry)} %</StatusBadge>
      ) : (
        <Text span inherit c="dimmed">
          none
        </Text>
      ),
  },
  {
    id: 'monthly',
    header: 'Per month',
    value: (entry) => entry.price_cents / months(entry),
    search: false,
    align: 'end',
    width: '104px',
    phone: 'hidden',
    cell: (entry) => <MoneyText minor={Math.round(entry.price_cents / months(entry))} currency={entry.currency} />,
  },
]

const filters: readonly Filter<CatalogEntry>[] = [
  { id: 'account', label: 'Account', get: (entry) => entry.account },
  { id: 'kind', label: 'Kind', get: (entry) => KIND_WORDS[kindOf(entry.id, entry.category)] },
  { id: 'period', label: 'Term', get: (entry) => periodWords(months(entry)) },
]

/** Everything that the accounts sell, the first price beside the one that comes after it. */
export function CatalogTab() {
  const url = useTableUrl()
  const catalog = useCatalog()
  return (
    <>
      <Failures failures={catalog.failures} />
      {(catalog.rows === undefined || catalog.rows.length > 0 || catalog.failures.length === 0) && (
        <DataTable
          name="catalog"
          label="Catalog"
          columns={columns}
          rows={catalog.rows}
          rowId={(entry) => `${entry.account}/${entry.item_id ?? entry.id}`}
          url={url}
          filters={filters}
          searchPlaceholder="Product or what it is"
          empty={
            <EmptyState icon={IconListSearch} title="No catalog">
              None of the connected accounts has a catalog. Prices of domains are under Domains, Register.
            </EmptyState>
          }
        />
      )}
    </>
  )
}
