import { Alert, Anchor, Button, Group, Modal, Skeleton, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorState } from '@/parts/ErrorState'
import { Panel } from '@/parts/Panel'
import { PointNames } from '../PointNames'
import { namesQuery, type Server } from '../queries'

/** Names that point at the server, and how to point another one at it. */
export function NamesPanel({ account, server }: { account: string; server: Server }) {
  const readOnly = useReadOnlyReason()
  const [opened, dialog] = useDisclosure()
  const query = useQuery(namesQuery(account, server.id))
  const names = query.data?.names ?? []
  const unread = query.data?.unread ?? []
  const reason = readOnly ?? (server.ipv4 || server.ipv6 ? undefined : 'The server has no address yet')
  return (
    <Panel
      title="Names that point at it"
      flush={names.length > 0}
      actions={
        <DisabledReason reason={reason}>
          {(off) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={dialog.open}
              {...off}
            >
              Point a name at it
            </Button>
          )}
        </DisabledReason>
      }
    >
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton height={60} />
      ) : names.length === 0 ? (
        <Text size="sm" c="dimmed">
          No record in the {query.data.zones.toLocaleString()} zones here holds its addresses.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={420} type="native">
          <Table horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Type</Table.Th>
                <Table.Th>Address</Table.Th>
                <Table.Th>Account</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {names.map((one) => (
                <Table.Tr key={`${one.account}/${one.zone}/${one.name}/${one.type}`}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <Anchor component={Link} to={`/dns/${one.account}/${one.zone}`} inherit>
                      {one.name === '@' ? one.zone : `${one.name}.${one.zone}`}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{one.type}</Table.Td>
                  <Table.Td className="mono" style={{ overflowWrap: 'anywhere' }}>
                    {one.addresses.join(', ')}
                    {one.others.length > 0 && (
                      <Text span size="xs" c="dimmed">
                        {' '}
                        and {one.others.length} elsewhere
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>{one.account}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {unread.length > 0 && (
        <Alert color="yellow" variant="light" p="sm" m={names.length > 0 ? 'md' : 0}>
          <Group gap="xs">
            <Text size="sm">
              {unread.length === 1 ? 'One zone' : `${unread.length} zones`} could not be looked through:{' '}
              {unread.slice(0, 3).join(', ')}
              {unread.length > 3 && ' and others'}
            </Text>
          </Group>
        </Alert>
      )}
      <Modal opened={opened} onClose={dialog.close} title={`Point names at ${server.name}`}>
        {opened && <PointNames ipv4={server.ipv4} ipv6={server.ipv6} onChanged={() => void query.refetch()} />}
      </Modal>
    </Panel>
  )
}
