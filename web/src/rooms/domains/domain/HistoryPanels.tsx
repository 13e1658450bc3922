import { Anchor, Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, ok } from '@/api/client'
import { journalQuery } from '@/api/queries/journal'
import { ErrorState } from '@/parts/ErrorState'
import { MoneyText } from '@/parts/MoneyText'
import { OrderStateBadge } from '@/parts/OrderState'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { OutcomeBadge } from '@/rooms/activity/OutcomeBadge'
import { actionWords, doorWords } from '@/rooms/activity/words'

/** What was ordered for the domain, and what was done to it. */
export function HistoryPanels({ account, name }: { account: string; name: string }) {
  return (
    <Stack gap="md">
      <Orders account={account} name={name} />
      <Journal account={account} name={name} />
    </Stack>
  )
}

function Orders({ account, name }: { account: string; name: string }) {
  const query = useQuery({
    queryKey: ['orders', 'of', account, name],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/orders', { params: { query: { provider: account, target: name, limit: 100 } }, signal }),
      ),
  })
  return (
    <Panel title="Orders" flush>
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton height={60} m="md" />
      ) : query.data.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          Nothing was ordered for {name} here.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={560} type="native">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                <Table.Th>What</Table.Th>
                <Table.Th ta="end">Price</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th>By</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {query.data.map((order) => (
                <Table.Tr key={order.id}>
                  <Table.Td>
                    <TimeText at={order.created_at} />
                  </Table.Td>
                  <Table.Td>
                    <Anchor component={Link} to={`/orders/${order.id}`} size="sm">
                      {order.what}
                    </Anchor>
                  </Table.Td>
                  <Table.Td ta="end">
                    <MoneyText money={order.price} />
                  </Table.Td>
                  <Table.Td>
                    <OrderStateBadge order={order} />
                  </Table.Td>
                  <Table.Td>{order.user}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  )
}

function Journal({ account, name }: { account: string; name: string }) {
  const query = useInfiniteQuery(journalQuery({ account, subject: name }))
  const entries = query.data?.pages.flat()
  return (
    <Panel
      title="What was done"
      flush
      actions={
        <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/activity" search={{ account, q: name }} />}>
          Open in Activity
        </Anchor>
      }
    >
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !entries ? (
        <Skeleton height={60} m="md" />
      ) : entries.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          Nothing was changed on {name} through this installation.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={560} type="native">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                <Table.Th>What</Table.Th>
                <Table.Th>By</Table.Th>
                <Table.Th>Result</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Table.Tr key={entry.id}>
                  <Table.Td>
                    <TimeText at={entry.at} />
                  </Table.Td>
                  <Table.Td>
                    {actionWords(entry.action)}
                    {entry.detail && (
                      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                        {entry.detail}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {entry.actor}{' '}
                    <Text span size="xs" c="dimmed">
                      {doorWords(entry.door)}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <OutcomeBadge outcome={entry.outcome} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {query.hasNextPage && (
        <Group p="sm">
          <Button
            size="xs"
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show older
          </Button>
        </Group>
      )}
    </Panel>
  )
}
