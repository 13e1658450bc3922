import { Button, Drawer, Group, Select, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { useAccounts } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { CopyText } from '@/parts/CopyText'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { notifyDone } from '@/parts/notify'
import { serversQuery } from '@/rooms/servers/queries'
import type { Copy, KeyRow } from './model'

interface Props {
  row: KeyRow | undefined
  everywhere: boolean
  onClose: () => void
  onSend: (row: KeyRow) => void
  onDelete: (copies: Copy[]) => void
}

export function KeyDrawer({ row, everywhere, onClose, onSend, onDelete }: Props) {
  const readOnly = useReadOnlyReason()
  return (
    <Drawer opened={row !== undefined} onClose={onClose} title={row?.name ?? ''} size="lg">
      {row && (
        <Stack gap="lg">
          <KeyValues
            items={[
              ['Type', row.type],
              ['Comment', row.comment || null],
              [
                'Fingerprint',
                row.fingerprint ? <CopyText key="fp" value={row.fingerprint} label="fingerprint" /> : 'cannot be read',
              ],
              ['Public key', <CopyText key="pk" value={row.publicKey} label="public key" />],
            ]}
          />
          <div>
            <Group justify="space-between" mb="xs">
              <Title order={3}>Accounts</Title>
              <DisabledReason reason={readOnly ?? (everywhere ? 'All accounts have the key' : undefined)}>
                {(off) => (
                  <Button size="xs" variant="default" onClick={() => onSend(row)} {...off}>
                    Send to further accounts
                  </Button>
                )}
              </DisabledReason>
            </Group>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Account</Table.Th>
                  <Table.Th>Named there</Table.Th>
                  <Table.Th w={90} aria-label="Delete" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {row.copies.map((copy) => (
                  <Table.Tr key={`${copy.account}/${copy.id}`}>
                    <Table.Td>{copy.account}</Table.Td>
                    <Table.Td style={{ overflowWrap: 'anywhere' }}>{copy.name}</Table.Td>
                    <Table.Td>
                      <DisabledReason reason={readOnly}>
                        {(off) => (
                          <Button
                            size="xs"
                            variant="default"
                            aria-label={`Delete from ${copy.account}`}
                            onClick={() => onDelete([copy])}
                            {...off}
                          >
                            Delete
                          </Button>
                        )}
                      </DisabledReason>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
          <OnServer key={row.key} row={row} readOnly={readOnly} />
        </Stack>
      )}
    </Drawer>
  )
}

/** Puts the key on a server of an account that has it. */
function OnServer({ row, readOnly }: { row: KeyRow; readOnly: string | undefined }) {
  const { accounts } = useAccounts('servers', 'ssh_keys')
  const own = accounts.filter((account) => row.copies.some((copy) => copy.account === account.name))
  const lists = useQueries({ queries: own.map((account) => serversQuery(account.name)) })
  const [chosen, setChosen] = useState<string | null>(null)
  const put = useMutation({
    mutationFn: async (target: string) => {
      const [account = '', id = ''] = target.split('/')
      const keys = row.copies.filter((copy) => copy.account === account).map((copy) => copy.id)
      await ok(
        api.POST('/api/hosting/providers/{provider}/vms/{id}/ssh-keys', {
          params: { path: { provider: account, id } },
          body: { ssh_key_ids: keys },
        }),
      )
    },
    onSuccess: () => {
      notifyDone('The key is on the server')
      setChosen(null)
    },
  })
  return (
    <div>
      <Title order={3} mb={4}>
        Servers
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Providers do not tell which servers have a key. It can be put on one; it is taken off on the server itself.
      </Text>
      <Group gap="xs" align="flex-end">
        <Select
          label="Server"
          placeholder={own.length === 0 ? 'No account with servers has the key' : 'Choose a server'}
          data={own.map((account, index) => ({
            group: account.name,
            items: (lists[index]?.data ?? []).map((server) => ({
              value: `${account.name}/${server.id}`,
              label: server.name,
            })),
          }))}
          value={chosen}
          onChange={setChosen}
          searchable
          disabled={own.length === 0}
          style={{ flex: 1 }}
        />
        <DisabledReason reason={readOnly ?? (chosen ? undefined : 'Choose a server first')}>
          {(off) => (
            <Button loading={put.isPending} onClick={() => chosen && put.mutate(chosen)} {...off}>
              Put on it
            </Button>
          )}
        </DisabledReason>
      </Group>
      {put.error && (
        <div style={{ marginTop: 12 }}>
          <ErrorNote error={put.error} />
        </div>
      )}
    </div>
  )
}
