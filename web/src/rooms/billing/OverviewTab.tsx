import { Grid, Group, Progress, Skeleton, Stack, Table, Text, Tooltip } from '@mantine/core'
import { useMemo } from 'react'
import { ErrorState } from '@/parts/ErrorState'
import { formatMoney, MoneyText } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import { sums } from '@/parts/Purchase'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeSeries } from '@/parts/TimeSeries'
import { useSyncedDomains } from '@/rooms/domains/queries'
import { Calendar } from './Calendar'
import { Failures } from './Failures'
import { costs, dueByMonth, KIND_WORDS, recurring, type Kind, type Recurring } from './model'
import { useCatalog, useCredits, useSubscriptions } from './queries'

const COLORS: Record<Kind, string> = {
  domain: 'ink.5',
  vps: 'teal.6',
  hosting: 'orange.6',
  email: 'grape.5',
  other: 'gray.6',
}
const MONTHS = 12

/** What everything costs in a year, what falls due when, and what is left to pay with. */
export function OverviewTab() {
  const subscriptions = useSubscriptions()
  const catalog = useCatalog()
  const { domains, error, refetch } = useSyncedDomains()
  const credits = useCredits()
  const items = useMemo(
    () => recurring(subscriptions.rows ?? [], domains ?? [], catalog.rows ?? []),
    [subscriptions.rows, domains, catalog.rows],
  )
  const isPending = subscriptions.isPending || catalog.isPending || (domains === undefined && !error)
  return (
    <>
      <Failures failures={subscriptions.failures} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending ? (
        <Skeleton height={420} role="status" aria-label="Loading" />
      ) : (
        <Stack gap="md">
          <Grid gap="md">
            <Grid.Col span={{ base: 12, lg: credits.length > 0 ? 8 : 12 }}>
              <Costs items={items} />
            </Grid.Col>
            {credits.length > 0 && (
              <Grid.Col span={{ base: 12, lg: 4 }}>
                <Credits credits={credits} />
              </Grid.Col>
            )}
          </Grid>
          <Due items={items} />
          <Calendar items={items} />
        </Stack>
      )}
    </>
  )
}

function Costs({ items }: { items: readonly Recurring[] }) {
  const rows = costs(items)
  const totals = sums(rows.map((row) => ({ minor: row.total, currency: row.currency })))
  const most = (currency: string) =>
    Math.max(...rows.filter((row) => row.currency === currency).map((row) => row.total))
  return (
    <Panel
      title="Cost of a year"
      description="Domains by their renewal prices, all else by subscription."
      actions={
        <Text fw={600} aria-label="Sum">
          {totals.map((money) => formatMoney(money.minor, money.currency)).join(' + ') || '–'}
        </Text>
      }
    >
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing is known to cost anything. Sync the domains, or connect an account that bills.
        </Text>
      ) : (
        <Stack gap="md">
          {rows.map((row) => (
            <div key={`${row.account} ${row.currency}`}>
              <Group justify="space-between" mb={6}>
                <Text size="sm" fw={500}>
                  {row.account}
                </Text>
                <Text size="sm">
                  <MoneyText minor={row.total} currency={row.currency} fw={600} />{' '}
                  <Text span size="xs" c="dimmed">
                    or <MoneyText minor={Math.round(row.total / 12)} currency={row.currency} per="month" />
                  </Text>
                </Text>
              </Group>
              <Progress.Root
                size={16}
                aria-label={`Cost of a year at ${row.account}`}
                style={{ background: 'var(--setec-faint)' }}
              >
                {row.kinds.map(({ kind, minor }) => (
                  <Tooltip
                    key={kind}
                    label={`${KIND_WORDS[kind]}: ${formatMoney(minor, row.currency)} a year`}
                    openDelay={0}
                  >
                    <Progress.Section
                      value={(minor / most(row.currency)) * 100}
                      color={COLORS[kind]}
                      aria-label={`${KIND_WORDS[kind]}: ${formatMoney(minor, row.currency)} a year`}
                    />
                  </Tooltip>
                ))}
              </Progress.Root>
              <Group gap="md" mt={6}>
                {row.kinds.map(({ kind, minor }) => (
                  <Group key={kind} gap={6} wrap="nowrap">
                    <Dot kind={kind} />
                    <Text size="xs" c="dimmed">
                      {KIND_WORDS[kind]} {formatMoney(minor, row.currency)}
                    </Text>
                  </Group>
                ))}
              </Group>
            </div>
          ))}
        </Stack>
      )}
    </Panel>
  )
}

function Dot({ kind }: { kind: Kind }) {
  const [name, shade] = COLORS[kind].split('.')
  return (
    <span
      aria-hidden
      style={{ width: 10, height: 10, borderRadius: 3, background: `var(--mantine-color-${name}-${shade})` }}
    />
  )
}

function Due({ items }: { items: readonly Recurring[] }) {
  const charts = useMemo(() => {
    const now = new Date()
    return [...new Set(items.map((item) => item.currency))].sort().map((currency) => {
      const digits =
        new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
      const months = dueByMonth(items, currency, MONTHS, now)
      return {
        currency,
        series: [{ label: 'Due', points: months.map(({ at, minor }) => ({ at, value: minor / 10 ** digits })) }],
        format: (value: number) => formatMoney(Math.round(value * 10 ** digits), currency),
      }
    })
  }, [items])
  if (charts.length === 0) return null
  return (
    <Panel title="What falls due in the next twelve months" description="By month, at the prices of today.">
      <Grid gap="md">
        {charts.map(({ currency, series, format }) => (
          <Grid.Col key={currency} span={{ base: 12, md: charts.length > 1 ? 6 : 12 }}>
            <Text size="sm" fw={500} mb={4}>
              {currency}
            </Text>
            <TimeSeries label={`Due by month in ${currency}`} series={series} format={format} bars height={170} />
          </Grid.Col>
        ))}
      </Grid>
    </Panel>
  )
}

function Credits({ credits }: { credits: ReturnType<typeof useCredits> }) {
  return (
    <Panel title="Credit" flush>
      <Table>
        <Table.Tbody>
          {credits.map(({ account, query }) => (
            <Table.Tr key={account}>
              <Table.Td>{account}</Table.Td>
              <Table.Td ta="end">
                {query?.data ? (
                  <Group gap={6} justify="flex-end">
                    {query.data.balance.minor <= 0 && <StatusBadge tone="bad">used up</StatusBadge>}
                    <MoneyText money={query.data.balance} fw={600} />
                  </Group>
                ) : query?.error ? (
                  <ErrorState error={query.error} onRetry={() => void query.refetch()} />
                ) : (
                  <Skeleton height={16} width={80} ml="auto" />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  )
}
