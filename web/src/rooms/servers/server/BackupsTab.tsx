import { Group, Skeleton, Stack, Table, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { useReadOnlyReason } from '@/app/session'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { formatBytes, formatDuration } from '../model'
import { backupsQuery, snapshotQuery, type Server } from '../queries'
import { Ask } from './Ask'
import { useActions, useChanged } from './useActions'

type Own = { account: string; server: Server }

export function BackupsTab(own: Own) {
  const readOnly = useReadOnlyReason()
  const { running } = useActions(own.account, own.server.id)
  const reason = readOnly ?? (running ? 'Another action is under way at this server' : undefined)
  return (
    <Stack gap="md">
      <Snapshot {...own} reason={reason} />
      <Backups {...own} reason={reason} />
    </Stack>
  )
}

function Snapshot({ account, server, reason }: Own & { reason: string | undefined }) {
  const query = useQuery(snapshotQuery(account, server.id))
  const changed = useChanged(account, server.id)
  const params = { path: { provider: account, id: server.id } }
  const snapshot = query.data
  const take = (
    <Ask
      label={snapshot ? 'Take a new one' : 'Take a snapshot'}
      title={snapshot ? 'Replace the snapshot?' : 'Take a snapshot?'}
      action="Take snapshot"
      harmless={!snapshot}
      reason={reason}
      run={async () => {
        await ok(api.POST('/api/hosting/providers/{provider}/vms/{id}/snapshot', { params }))
        await changed()
      }}
    >
      {snapshot ? (
        <>
          A server has one snapshot: that of <TimeText at={snapshot.created_at} exact /> is lost.
        </>
      ) : (
        'The disk is kept as it is now. The server may be slow while that lasts.'
      )}
    </Ask>
  )
  return (
    <Panel
      title="Snapshot"
      description="One state of the disk, kept beside the server until the provider drops it."
      actions={
        query.data !== undefined && (
          <>
            {snapshot && (
              <>
                <Ask
                  label="Restore"
                  name="Restore the snapshot"
                  title={`Restore the snapshot of ${server.name}?`}
                  action="Restore"
                  typeName={server.name}
                  reason={reason}
                  run={async () => {
                    await ok(api.POST('/api/hosting/providers/{provider}/vms/{id}/snapshot/restore', { params }))
                    await changed()
                  }}
                >
                  Everything that was changed on the server since <TimeText at={snapshot.created_at} exact /> is lost.
                  The server is off meanwhile, about {formatDuration(snapshot.restore_secs)}.
                </Ask>
                <Ask
                  label="Delete"
                  name="Delete the snapshot"
                  title="Delete the snapshot?"
                  action="Delete"
                  reason={reason}
                  run={async () => {
                    await ok(api.DELETE('/api/hosting/providers/{provider}/vms/{id}/snapshot', { params }))
                    await changed()
                  }}
                >
                  The server itself stays as it is. There will be no snapshot to go back to.
                </Ask>
              </>
            )}
            {take}
          </>
        )
      }
    >
      {query.error && query.data === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Skeleton height={60} />
      ) : snapshot ? (
        <KeyValues
          items={[
            ['Taken', <TimeText key="at" at={snapshot.created_at} />],
            ['Kept until', <TimeText key="until" at={snapshot.expires_at} date />],
            ['Restore takes', `about ${formatDuration(snapshot.restore_secs)}`],
          ]}
        />
      ) : (
        <Text size="sm" c="dimmed">
          There is none. Take one before a risky change: it is the quickest way back.
        </Text>
      )}
    </Panel>
  )
}

function Backups({ account, server, reason }: Own & { reason: string | undefined }) {
  const query = useQuery(backupsQuery(account, server.id))
  const changed = useChanged(account, server.id)
  const backups = query.data
  return (
    <Panel title="Backups" description="Made by the provider by itself." flush>
      {query.error && !backups ? (
        <Group p="md" grow>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Group>
      ) : !backups ? (
        <Skeleton height={120} m="md" />
      ) : backups.length === 0 ? (
        <EmptyState icon={IconHistory} title="No backups yet">
          The provider makes them on its own schedule.
        </EmptyState>
      ) : (
        <Table.ScrollContainer minWidth={560} type="native">
          <Table horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Made</Table.Th>
                <Table.Th>Size</Table.Th>
                <Table.Th>Kept at</Table.Th>
                <Table.Th>Restore takes</Table.Th>
                <Table.Th w={110} aria-label="Restore" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {backups.map((backup) => (
                <Table.Tr key={backup.id}>
                  <Table.Td>
                    <TimeText at={backup.created_at} exact />
                  </Table.Td>
                  <Table.Td>{formatBytes(backup.size_kb * 1024)}</Table.Td>
                  <Table.Td>{backup.location}</Table.Td>
                  <Table.Td>about {formatDuration(backup.restore_secs)}</Table.Td>
                  <Table.Td>
                    <Ask
                      size="xs"
                      label="Restore"
                      title={`Restore a backup of ${server.name}?`}
                      action="Restore"
                      typeName={server.name}
                      reason={reason}
                      run={async () => {
                        await ok(
                          api.POST('/api/hosting/providers/{provider}/vms/{id}/backups/{backup_id}/restore', {
                            params: { path: { provider: account, id: server.id, backup_id: backup.id } },
                          }),
                        )
                        await changed()
                      }}
                    >
                      The server goes back to <TimeText at={backup.created_at} exact />. Everything that is on it now is
                      lost, and it is off meanwhile, about {formatDuration(backup.restore_secs)}.
                    </Ask>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  )
}
