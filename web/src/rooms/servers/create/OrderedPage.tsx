import { Button, Grid, Group, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { isUnderWay, orderQuery } from '@/api/queries/orders'
import { CopyText } from '@/parts/CopyText'
import { KeyValues } from '@/parts/KeyValues'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { OrderProgress } from '@/parts/Purchase'
import { StatusBadge } from '@/parts/StatusBadge'
import { STATUS } from '../model'
import { PointNames } from '../PointNames'
import { serversQuery, type Server } from '../queries'

/** From the order to the running server; it can be reloaded and shared. */
export function OrderedPage() {
  const { order: id } = useParams({ from: '/servers/ordered/$order' })
  const { names } = useSearch({ from: '/servers/ordered/$order' })
  const query = useQuery(orderQuery(id))
  const order = query.data
  const account = order?.provider
  const pursued = order !== undefined && (isUnderWay(order) || order.state === 'completed')
  const servers = useQuery({
    ...serversQuery(account ?? ''),
    enabled: account !== undefined && pursued,
    refetchInterval: (list) => (isReady(find(list.state.data, order)) ? false : 3000),
  })
  const server = find(servers.data, order)
  const wanted = (names ?? '').split(',').filter(Boolean)
  const open = server && account && (
    <Button component={Link} to={`/servers/${account}/${server.id}`}>
      Open the server
    </Button>
  )
  return (
    <>
      <PageHeader title="New server" back={{ to: '/servers', label: 'Servers' }} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Panel title="Order">
            <OrderProgress
              id={id}
              done={open}
              failed={
                <Button component={Link} to="/servers/new" search={{ account } as never}>
                  Order anew
                </Button>
              }
            />
          </Panel>
        </Grid.Col>
        {order && pursued && (
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Stack gap="md">
              <Panel title="Server">
                {server ? (
                  <KeyValues
                    items={[
                      ['Name', server.name],
                      [
                        'State',
                        <StatusBadge key="state" tone={STATUS[server.status].tone}>
                          {STATUS[server.status].label}
                        </StatusBadge>,
                      ],
                      ['IPv4', server.ipv4 && <CopyText key="v4" value={server.ipv4} label="IPv4 address" />],
                      ['IPv6', server.ipv6 && <CopyText key="v6" value={server.ipv6} label="IPv6 address" />],
                      ['System', server.os],
                    ]}
                  />
                ) : (
                  <Group gap="sm" role="status">
                    <Loader size="sm" />
                    <Text size="sm">Waiting for the provider to make it</Text>
                  </Group>
                )}
              </Panel>
              {wanted.length > 0 && (
                <Panel
                  title="Names that lead to it"
                  description={
                    isReady(server)
                      ? 'Review and apply the changes to the zones.'
                      : 'They can be reviewed as soon as the server has its address.'
                  }
                >
                  <PointNames ipv4={server?.ipv4} ipv6={server?.ipv6} initial={wanted} />
                </Panel>
              )}
            </Stack>
          </Grid.Col>
        )}
      </Grid>
    </>
  )
}

/** The server that an order has made: by the provider's id, else by its host name. */
function find(
  servers: readonly Server[] | undefined,
  order: { reference?: string | null; target: string } | undefined,
): Server | undefined {
  if (!order) return undefined
  return servers?.find((server) => server.id === order.reference) ?? servers?.find((one) => one.name === order.target)
}

function isReady(server: Server | undefined): boolean {
  return server !== undefined && server.status !== 'creating' && Boolean(server.ipv4 ?? server.ipv6)
}
