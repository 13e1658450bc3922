import { Button, Drawer, Group, Table, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { zoneSnapshotsQuery } from '@/api/queries/dns'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { lineOf } from '../../records/model'
import { useZone } from '../context'
import { Waiting } from '../Waiting'

type Snapshot = Schemas['ZoneSnapshotBody']

/** States that the provider keeps by itself. */
export function SnapshotsPanel() {
  const { account, zone, readOnly, isZoneProtected } = useZone()
  const client = useQueryClient()
  const snapshots = useQuery(zoneSnapshotsQuery(account, zone))
  const [shown, setShown] = useState<Snapshot>()
  const [restoring, setRestoring] = useState<Snapshot>()
  const path = { provider: account, domain: zone }
  return (
    <Panel title="Snapshots of the provider" description={`States of the zone that ${account} keeps by itself.`} flush>
      {snapshots.error ? (
        <ErrorState error={snapshots.error} onRetry={() => void snapshots.refetch()} />
      ) : !snapshots.data ? (
        <Waiting label="Reading" />
      ) : snapshots.data.length === 0 ? (
        <EmptyState title="No snapshots yet">The provider makes one before each change.</EmptyState>
      ) : (
        <Table.ScrollContainer minWidth={420} type="native">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Made</Table.Th>
                <Table.Th>Why</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {snapshots.data.map((snapshot) => (
                <Table.Tr key={snapshot.id}>
                  <Table.Td>
                    <TimeText at={snapshot.created_at} />
                  </Table.Td>
                  <Table.Td>{snapshot.reason}</Table.Td>
                  <Table.Td>
                    <Group gap="xs" justify="flex-end" wrap="nowrap">
                      <Button size="xs" variant="default" onClick={() => setShown(snapshot)}>
                        Show
                      </Button>
                      <DisabledReason reason={readOnly ?? (isZoneProtected ? 'The zone is protected.' : undefined)}>
                        {(off) => (
                          <Button size="xs" variant="default" onClick={() => setRestoring(snapshot)} {...off}>
                            Restore
                          </Button>
                        )}
                      </DisabledReason>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Drawer
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title="Snapshot"
        size={640}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {shown && <SnapshotRecords id={shown.id} />}
      </Drawer>
      <ConfirmModal
        opened={restoring !== undefined}
        onClose={() => setRestoring(undefined)}
        title={`Restore ${zone}`}
        action="Restore"
        onConfirm={async () => {
          await ok(
            api.POST('/api/hosting/providers/{provider}/dns/{domain}/snapshots/{id}/restore', {
              params: { path: { ...path, id: restoring?.id ?? '' } },
            }),
          )
          notifyDone(`${zone} is as it was in the snapshot`)
          void client.invalidateQueries({ queryKey: ['zone', account, zone] })
        }}
      >
        The provider puts the whole zone back to the snapshot at once, without a plan. History can bring back what is
        there now.
      </ConfirmModal>
    </Panel>
  )
}

function SnapshotRecords({ id }: { id: string }) {
  const { account, zone } = useZone()
  const snapshot = useQuery({
    queryKey: ['zone', account, zone, 'snapshot', id],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/dns/{domain}/snapshots/{id}', {
          params: { path: { provider: account, domain: zone, id } },
          signal,
        }),
      ),
  })
  if (snapshot.error) return <ErrorState error={snapshot.error} onRetry={() => void snapshot.refetch()} />
  if (!snapshot.data) return <Waiting label="Reading" />
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Type</Table.Th>
          <Table.Th>Value</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {snapshot.data.records.map((record) => (
          <Table.Tr key={`${record.id} ${record.content}`}>
            <Table.Td fw={500}>{record.name}</Table.Td>
            <Table.Td className="mono">{record.type}</Table.Td>
            <Table.Td>
              <Text className="mono" style={{ overflowWrap: 'anywhere' }}>
                {lineOf(record.type, record)}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
