import { ActionIcon, Alert, Button, Group, List, Modal, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconArrowRight, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { cannot, useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'

type Forward = Schemas['EmailForward']

/** Mail to addresses of the domain that goes on to others. */
export function EmailPanel({ account, name }: { account: string; name: string }) {
  const own = useAccount(account)
  const readOnly = useReadOnlyReason()
  const missing = cannot(own, 'domains.email', 'forward mail')
  const [editing, setEditing] = useState(false)
  const query = useQuery({
    queryKey: ['domain', account, name, 'email'],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/domains/{domain}/email-forwarding', {
          params: { path: { provider: account, domain: name } },
          signal,
        }),
      ),
    enabled: own !== undefined && missing === undefined,
  })
  return (
    <Panel
      title="E-mail forwarding"
      actions={
        <DisabledReason reason={readOnly ?? missing ?? (query.data ? undefined : 'The forwards are not known yet.')}>
          {(off) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={14} aria-hidden />}
              aria-label="Edit e-mail forwarding"
              onClick={() => setEditing(true)}
              {...off}
            >
              Edit
            </Button>
          )}
        </DisabledReason>
      }
    >
      {missing !== undefined ? (
        <Text size="sm" c="dimmed">
          {missing}
        </Text>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton height={48} />
      ) : query.data.length === 0 ? (
        <Text size="sm" c="dimmed">
          No mail is forwarded. Edit adds addresses, such as hello@{name}.
        </Text>
      ) : (
        <Table>
          <Table.Tbody>
            {query.data.map((forward) => (
              <Table.Tr key={`${forward.prefix} ${forward.target}`}>
                <Table.Td>{address(forward, name)}</Table.Td>
                <Table.Td c="dimmed" w={24} px={0}>
                  <IconArrowRight size={14} role="img" aria-label="goes to" />
                </Table.Td>
                <Table.Td>{forward.target}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {editing && query.data && (
        <Editor account={account} name={name} forwards={query.data} onClose={() => setEditing(false)} />
      )}
    </Panel>
  )
}

function address(forward: Forward, name: string): string {
  return forward.prefix === '*' ? `every other address @${name}` : `${forward.prefix}@${name}`
}

interface EditorProps {
  account: string
  name: string
  forwards: readonly Forward[]
  onClose: () => void
}

function Editor({ account, name, forwards, onClose }: EditorProps) {
  const client = useQueryClient()
  const [rows, setRows] = useState(() => (forwards.length > 0 ? [...forwards] : [{ prefix: '', target: '' }]))
  const wanted = rows
    .map((row) => ({ prefix: row.prefix.trim().replace(/@.*$/, ''), target: row.target.trim() }))
    .filter((row) => row.prefix !== '' || row.target !== '')
  const bad = wanted.some((row) => row.prefix === '' || !/^[^\s@]+@[^\s@]+$/.test(row.target))
  const key = (forward: Forward) => `${forward.prefix} ${forward.target}`
  const added = wanted.filter((row) => !forwards.some((forward) => key(forward) === key(row)))
  const removed = forwards.filter((forward) => !wanted.some((row) => key(forward) === key(row)))
  const same = added.length === 0 && removed.length === 0
  const save = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/hosting/providers/{provider}/domains/{domain}/email-forwarding', {
          params: { path: { provider: account, domain: name } },
          body: { forwards: wanted },
        }),
      ),
    onSuccess: () => {
      notifyDone(`E-mail forwarding of ${name} is changed`)
      void client.invalidateQueries({ queryKey: ['domain', account, name] })
      onClose()
    },
  })
  const change = (index: number, part: Partial<Forward>) =>
    setRows((old) => old.map((row, place) => (place === index ? { ...row, ...part } : row)))
  return (
    <Modal opened onClose={onClose} size="lg" title={`E-mail forwarding of ${name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!same && !bad) save.mutate()
        }}
      >
        <Stack gap="md">
          {rows.map((row, index) => (
            // Rows have no identity of their own; they are only added at the end and removed.
            <Group key={index} gap="xs" wrap="nowrap" align="flex-end">
              <TextInput
                label={index === 0 ? 'Address' : undefined}
                aria-label={`Address ${index + 1}`}
                rightSection={
                  <Text size="xs" c="dimmed" truncate>
                    @{name}
                  </Text>
                }
                rightSectionWidth={Math.min(180, name.length * 7 + 24)}
                placeholder="hello or *"
                value={row.prefix}
                onChange={(event) => change(index, { prefix: event.currentTarget.value })}
                flex={1}
              />
              <TextInput
                label={index === 0 ? 'Goes to' : undefined}
                aria-label={`Target ${index + 1}`}
                placeholder="somebody@example.net"
                value={row.target}
                onChange={(event) => change(index, { target: event.currentTarget.value })}
                flex={1}
              />
              <ActionIcon
                aria-label={`Remove line ${index + 1}`}
                size="lg"
                onClick={() => setRows((old) => old.filter((_, place) => place !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          <Group>
            <Button
              variant="subtle"
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setRows((old) => [...old, { prefix: '', target: '' }])}
            >
              Add an address
            </Button>
          </Group>
          {!same && !bad && (
            <Alert color="ink" variant="light" p="sm" title="What will happen">
              <List size="sm">
                {removed.map((forward) => (
                  <List.Item key={key(forward)}>
                    Mail to {address(forward, name)} no longer goes to {forward.target}
                  </List.Item>
                ))}
                {added.map((forward) => (
                  <List.Item key={key(forward)}>
                    Mail to {address(forward, name)} goes to {forward.target}
                  </List.Item>
                ))}
              </List>
            </Alert>
          )}
          <ErrorNote error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={same || bad} loading={save.isPending}>
              Save forwarding
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
