import { Button, Group, Text } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { IconCalendar, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { MoneyText } from '@/parts/MoneyText'
import { statementCsv, statementQuery, type Customer, type StatementRow } from './api'
import { moneyColumn, timeColumn } from './columns'
import { presets, utcPeriod } from './period'
import { sentence } from './words'
import '@mantine/dates/styles.css'

const KINDS = [
  { value: 'deposit', label: 'Paid in' },
  { value: 'withdrawal', label: 'Paid out' },
  { value: 'correction', label: 'Correction' },
  { value: 'charge', label: 'Order' },
  { value: 'refund', label: 'Given back' },
]

const columnsOf = (email: string): Column<StatementRow>[] => [
  timeColumn((row) => row.at, 'When'),
  {
    id: 'kind',
    header: 'Movement',
    value: (row) => KINDS.find((kind) => kind.value === row.kind)?.label ?? row.kind,
    width: '110px',
    phone: 'line',
  },
  {
    id: 'what',
    header: 'What',
    value: (row) => (row.order_id ? sentence(row.description) : row.description),
    width: 'minmax(200px, 3fr)',
    phone: 'title',
  },
  {
    id: 'by',
    header: 'By',
    value: (row) => (row.by === email ? 'the customer' : row.by),
    width: 'minmax(90px, 1fr)',
    phone: 'hidden',
  },
  moneyColumn('amount', 'Amount', (row) => row.amount, { phone: 'aside' }),
  moneyColumn('balance', 'Credit after it', (row) => row.balance, { width: '120px' }),
]

const FILTERS: Filter<StatementRow>[] = [{ id: 'kind', label: 'Movement', get: (row) => row.kind, options: KINDS }]

/** What moved a customer's credit in a period, the latest first, and what it had before and after. */
export function StatementTab({ customer }: { customer: Customer }) {
  const { id, email } = customer
  const columns = useMemo(() => columnsOf(email), [email])
  const { from, to } = useSearch({ from: '/settings/reseller/$customer' })
  const navigate = useNavigate({ from: '/settings/reseller/$customer' })
  const period = useMemo(() => utcPeriod(from, to), [from, to])
  const query = useQuery(statementQuery(id, period))
  const url = useTableUrl()
  const rows = useMemo(() => query.data?.rows.toReversed(), [query.data])
  return (
    <>
      <Group justify="space-between" gap="sm" mb="sm">
        <Group gap="xs">
          <DatePickerInput
            type="range"
            placeholder="This month"
            valueFormat="D MMM YYYY"
            leftSection={<IconCalendar size={15} aria-hidden />}
            value={[from ?? null, to ?? null]}
            onChange={([first, last]) =>
              void navigate({
                search: (old) => ({ ...old, from: first ?? undefined, to: last ?? undefined }),
                replace: true,
              })
            }
            presets={presets(dayjs().format('YYYY-MM-DD'))}
            maxDate={dayjs().format('YYYY-MM-DD')}
            clearable
            allowSingleDateInRange
            miw={220}
          />
          <Button
            component="a"
            href={statementCsv(id, period)}
            variant="default"
            download
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            CSV
          </Button>
        </Group>
        {query.data && (
          <Text size="sm" component="div">
            <Text span inherit c="dimmed">
              Before:{' '}
            </Text>
            <MoneyText money={query.data.opening} />
            <Text span inherit c="dimmed">
              {' '}
              · after:{' '}
            </Text>
            <MoneyText money={query.data.closing} fw={600} />
          </Text>
        )}
      </Group>
      <DataTable
        name="statement"
        label="Statement"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        url={url}
        filters={FILTERS}
        error={query.error}
        onRetry={() => void query.refetch()}
        tone={(row) => (row.kind === 'refund' ? 'changed' : undefined)}
        empty={
          <EmptyState title={from ? 'Nothing moved in these days' : 'Nothing has moved this month'}>
            Pay in a credit on the overview, and orders can be made. Earlier months are shown by choosing days.
          </EmptyState>
        }
      />
    </>
  )
}
