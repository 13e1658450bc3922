import { Alert, Anchor, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CopyText } from '@/parts/CopyText'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { Panel } from '@/parts/Panel'
import { StatusBadge, type Tone } from '@/parts/StatusBadge'
import { nameServerQuery, type ServedZone } from './queries'

const COUNTERS = [
  ['udp_queries', 'Questions over UDP'],
  ['tcp_queries', 'Questions over TCP'],
  ['transfers', 'Zone transfers'],
  ['truncated', 'Sent back to TCP'],
  ['limited', 'Held back by the rate limit'],
  ['silent', 'Left without an answer'],
] as const

/** How far a zone's secondaries have followed. */
function stateOf(zone: ServedZone): { label: string; tone: Tone } {
  if (zone.served === null || zone.served === undefined) return { label: 'Not served', tone: 'bad' }
  if (zone.served !== zone.serial) return { label: 'Behind', tone: 'warn' }
  if (zone.secondaries.some((one) => one.problem)) return { label: 'Secondary fails', tone: 'bad' }
  if (zone.secondaries.some((one) => !one.acknowledged)) return { label: 'Secondary waits', tone: 'busy' }
  return { label: 'Served', tone: 'good' }
}

const COLUMNS: Column<ServedZone>[] = [
  {
    id: 'zone',
    header: 'Zone',
    value: (row) => row.zone,
    cell: (row) => (
      <Anchor component={Link} to={`/dns/${row.account}/${row.zone}`} inherit>
        {row.zone}
      </Anchor>
    ),
    width: 'minmax(160px, 2fr)',
    phone: 'title',
  },
  {
    id: 'state',
    header: 'State',
    value: (row) => stateOf(row).label,
    cell: (row) => <StatusBadge tone={stateOf(row).tone}>{stateOf(row).label}</StatusBadge>,
    width: '130px',
    phone: 'aside',
  },
  { id: 'account', header: 'Account', value: (row) => row.account, width: 'minmax(90px, 1fr)' },
  { id: 'serial', header: 'Serial', value: (row) => row.serial, width: '120px' },
  {
    id: 'secondaries',
    header: 'Secondaries',
    value: (row) => row.secondaries.map((one) => `${one.address} ${one.problem ?? ''}`).join(' '),
    cell: (row) =>
      row.secondaries.length === 0 ? (
        <Text span inherit c="dimmed">
          none
        </Text>
      ) : (
        row.secondaries
          .map(
            (one) =>
              `${one.address}: ${one.problem ?? (one.acknowledged ? `has ${one.serial}` : `told of ${one.serial}`)}`,
          )
          .join('; ')
      ),
    width: 'minmax(200px, 3fr)',
  },
]

const FILTERS: Filter<ServedZone>[] = [{ id: 'state', label: 'State', get: (row) => stateOf(row).label }]

export function NameServer() {
  const query = useQuery(nameServerQuery)
  const url = useTableUrl()
  const { data } = query
  if (query.error && !data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Stack gap="md">
      {data && !data.running && (
        <Alert color="yellow" variant="light" title="The name server does not listen">
          It does once there is an account of the driver local, unless it is switched off with{' '}
          <code>--dns-listen off</code>.
        </Alert>
      )}
      <Panel title="Name server" description="Embedded in this server; it answers for the zones of local accounts.">
        <Stack gap="md">
          {data && data.addresses.length > 0 && (
            <div>
              <Text size="sm" c="dimmed" mb={4}>
                Listens on, over UDP and TCP
              </Text>
              {data.addresses.map((address) => (
                <CopyText key={address} value={address} label="address" />
              ))}
            </div>
          )}
          <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="md">
            {COUNTERS.map(([key, label]) => (
              <div key={key}>
                <Text size="xl" fw={600}>
                  {(data?.counters[key] ?? 0).toLocaleString()}
                </Text>
                <Text size="sm" c="dimmed">
                  {label}
                </Text>
              </div>
            ))}
          </SimpleGrid>
        </Stack>
      </Panel>
      <DataTable
        name="served-zones"
        label="Zones of the name server"
        columns={COLUMNS}
        rows={data?.zones}
        rowId={(row) => `${row.account}/${row.zone}`}
        url={url}
        filters={FILTERS}
        empty={
          <EmptyState title="No zones yet">
            Zones of accounts of the driver local are served here as soon as they are created.
          </EmptyState>
        }
      />
    </Stack>
  )
}
