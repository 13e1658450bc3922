import { Box, Button, Group, SegmentedControl, Select, Text, TextInput, Tooltip } from '@mantine/core'
import { IconReceipt, IconSearch } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { customersQuery, previewQuery, pricesQuery, type Priced } from './api'
import { moneyColumn } from './columns'
import { previewRows, type PreviewRow } from './preview-rows'
import { OPERATIONS, yearsText } from './words'

const COLUMNS: Column<PreviewRow>[] = [
  {
    id: 'what',
    header: 'Order',
    value: (row) => row.order,
    cell: (row) => `${row.label}${row.years ? `, ${yearsText(row.years)}` : ''}`,
    search: (row) => row.label,
    width: 'minmax(140px, 1fr)',
    phone: 'title',
  },
  {
    id: 'provider',
    header: 'Account',
    value: (row) => row.provider,
    cell: (row) => (
      <>
        {row.provider}
        {row.place > 1 && (
          <Text span inherit c="dimmed">
            {' '}
            · {ordinal(row.place)} choice
          </Text>
        )}
      </>
    ),
    width: 'minmax(170px, 1fr)',
  },
  moneyColumn('price', 'Customer pays', (row) => row.price, { width: '120px', phone: 'aside' }),
  moneyColumn('cost', 'Cost', (row) => row.cost, { width: '100px' }),
  moneyColumn('floor', 'At least', (row) => row.floor, { width: '100px', optional: true }),
  {
    id: 'rule',
    header: 'By which rule',
    value: (row) => row.why,
    cell: (row) => (
      <Tooltip label={`The rule for ${row.scope}`} disabled={!row.scope}>
        <span>{row.why}</span>
      </Tooltip>
    ),
    width: 'minmax(260px, 3fr)',
    phone: 'bare',
  },
]

const ordinal = (place: number) => (place === 2 ? '2nd' : place === 3 ? '3rd' : `${place}th`)

/** What an order would cost a customer: by operation and years, at each account of its route, and by which rule. */
export function Preview() {
  const { customer, tld, domain } = useSearch({ from: '/settings/$page' })
  const customers = useQuery(customersQuery)
  const rules = useQuery(pricesQuery)
  const url = useTableUrl()
  const what = domain ? { domain } : tld ? { tld } : undefined
  const chosen = customer ?? customers.data?.[0]?.id
  const queries = useQueries({
    queries: OPERATIONS.map(({ value }) => ({
      ...previewQuery(chosen ?? '', what ?? { tld: '' }, value),
      enabled: what !== undefined && chosen !== undefined,
    })),
    combine: (results) => ({
      answers: results.map((one) => one.data),
      error: results.find((one) => one.error)?.error,
      isPending: results.some((one) => one.isPending),
      retry: () => results.forEach((one) => void one.refetch()),
    }),
  })
  const { answers } = queries
  const rows = useMemo(() => {
    if (answers.every((answer) => answer === undefined)) return undefined
    const names = new Map((customers.data ?? []).map((one) => [one.id, one.name]))
    return previewRows(answers, rules.data ?? [], (id) => names.get(id))
  }, [answers, rules.data, customers.data])
  const filters = useMemo<Filter<PreviewRow>[]>(
    () => [
      { id: 'operation', label: 'Order', get: (row) => row.operation, options: OPERATIONS },
      { id: 'provider', label: 'Account', get: (row) => row.provider },
    ],
    [],
  )
  return (
    <>
      <Question key={`${chosen}/${tld}/${domain}`} customer={chosen} what={what} />
      {!what ? (
        <EmptyState icon={IconReceipt} title="What would it cost?">
          Choose a customer and a TLD for the price list, or a domain, whose price the accounts are asked for now.
        </EmptyState>
      ) : queries.error && !rows ? (
        <ErrorState error={queries.error} onRetry={queries.retry} />
      ) : (
        <>
          {queries.error !== null && queries.error !== undefined && (
            <Box mb="md">
              <ErrorState title="Not every price could be asked for" error={queries.error} onRetry={queries.retry} />
            </Box>
          )}
          <DataTable
            name="price-preview"
            label="What it costs"
            columns={COLUMNS}
            rows={rows}
            rowId={(row) => row.id}
            url={url}
            filters={filters}
            tone={(row) => (row.price ? undefined : 'bad')}
            empty={
              <EmptyState title="It is not sold">
                No route leads this TLD to an account. Add one under Routes.
              </EmptyState>
            }
          />
        </>
      )}
    </>
  )
}

function Question({ customer, what }: { customer: string | undefined; what: Priced | undefined }) {
  const navigate = useNavigate({ from: '/settings/$page' })
  const { data: customers = [] } = useQuery(customersQuery)
  const [kind, setKind] = useState<'tld' | 'domain'>(what && 'domain' in what ? 'domain' : 'tld')
  const [name, setName] = useState(what ? ('domain' in what ? what.domain : what.tld) : '')
  const ask = (who: string | undefined, of: string) => {
    const wanted = of.trim().toLowerCase().replace(/^\./, '')
    if (!who || wanted === '') return
    void navigate({ search: { section: 'preview', customer: who, [kind]: wanted } })
  }
  return (
    <form
      aria-label="What is asked"
      onSubmit={(event) => {
        event.preventDefault()
        ask(customer, name)
      }}
    >
      <Group gap="sm" mb="md" align="flex-end">
        <Select
          label="Customer"
          data={customers.map((one) => ({ value: one.id, label: `${one.name} (${one.currency})` }))}
          value={customer ?? null}
          onChange={(next) =>
            what
              ? ask(next ?? undefined, name)
              : void navigate({ search: { section: 'preview', ...(next ? { customer: next } : {}) }, replace: true })
          }
          allowDeselect={false}
          searchable
          w={{ base: '100%', xs: 260 }}
        />
        <SegmentedControl
          aria-label="What is priced"
          data={[
            { value: 'tld', label: 'TLD' },
            { value: 'domain', label: 'Domain' },
          ]}
          value={kind}
          onChange={setKind}
        />
        <TextInput
          label={kind === 'tld' ? 'TLD' : 'Domain'}
          placeholder={kind === 'tld' ? 'com' : 'example.com'}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
          style={{ flex: '1 1 160px' }}
          maw={320}
        />
        <Button
          type="submit"
          leftSection={<IconSearch size={16} aria-hidden />}
          disabled={!customer || name.trim() === ''}
        >
          Show prices
        </Button>
      </Group>
    </form>
  )
}
