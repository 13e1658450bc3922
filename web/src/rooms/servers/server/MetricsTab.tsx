import { Group, SegmentedControl, SimpleGrid, Skeleton, Text } from '@mantine/core'
import { IconChartLine } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { Panel } from '@/parts/Panel'
import { TimeSeries } from '@/parts/TimeSeries'
import { formatDuration } from '../model'
import { metricsQuery, type Server } from '../queries'
import { RANGES } from '../routes'
import { chartsOf, uptimeOf } from './metrics'

const WORDS: Record<(typeof RANGES)[number], string> = {
  '1h': '1 hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
}

export function MetricsTab({ account, server }: { account: string; server: Server }) {
  const { range = '24h' } = useSearch({ from: '/servers/$account/$id' })
  const navigate = useNavigate()
  const query = useQuery({
    ...metricsQuery(account, server.id, range),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const charts = useMemo(() => chartsOf(query.data ?? []), [query.data])
  const uptime = uptimeOf(query.data ?? [])
  return (
    <>
      <Group justify="space-between" mb="md" gap="sm">
        <SegmentedControl
          aria-label="Range"
          size="xs"
          value={range}
          onChange={(next) =>
            void navigate({ to: '.', search: (old: object) => ({ ...old, range: next }) as never, replace: true })
          }
          data={RANGES.map((value) => ({ value, label: WORDS[value] }))}
        />
        {uptime !== undefined && (
          <Text size="sm" c="dimmed">
            Up for {formatDuration(uptime)}
          </Text>
        )}
      </Group>
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SimpleGrid cols={{ base: 1, lg: 2 }} role="status" aria-label="Loading">
          {[1, 2, 3, 4].map((n) => (
            <Skeleton key={n} height={260} />
          ))}
        </SimpleGrid>
      ) : charts.length === 0 ? (
        <EmptyState icon={IconChartLine} title="Nothing was measured">
          The provider has no measurements of this time. A server that has just been made has none yet.
        </EmptyState>
      ) : (
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          {charts.map((chart) => (
            <Panel key={chart.title} title={chart.title}>
              <TimeSeries label={`${chart.title}, last ${WORDS[range]}`} series={chart.series} unit={chart.unit} />
            </Panel>
          ))}
        </SimpleGrid>
      )}
    </>
  )
}
