import { ActionIcon, Button, Group, Modal, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { cannot, useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { parseHosts } from '../model'

const LIST = '/api/hosting/providers/{provider}/domains/{domain}/child-nameservers' as const
const ONE = '/api/hosting/providers/{provider}/domains/{domain}/child-nameservers/{host}' as const

type Dialog = { kind: 'add' } | { kind: 'readdress'; host: string; from: string } | { kind: 'remove'; host: string }

/** Name servers below the domain itself, with the addresses that the registry hands out for them. */
export function GluePanel({ account, name }: { account: string; name: string }) {
  const client = useQueryClient()
  const own = useAccount(account)
  const readOnly = useReadOnlyReason()
  const capabilities = own?.capabilities ?? []
  const canWrite = capabilities.includes('domains.glue')
  const canList = capabilities.includes('domains.glue.list')
  const missing = own && !canWrite && !canList ? cannot(own, 'domains.glue', 'keep child name servers') : undefined
  const noWrite = canWrite ? undefined : cannot(own, 'domains.glue', 'change child name servers')
  const [dialog, setDialog] = useState<Dialog>()
  const key = ['domain', account, name, 'glue']
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ok(api.GET(LIST, { params: { path: { provider: account, domain: name } }, signal })),
    enabled: canList,
  })
  const remove = useMutation({
    mutationFn: (host: string) => ok(api.DELETE(ONE, { params: { path: { provider: account, domain: name, host } } })),
    onSuccess: (_, host) => {
      notifyDone(`${host} is no longer a name server below ${name}`)
      void client.invalidateQueries({ queryKey: key })
    },
  })
  const done = () => void client.invalidateQueries({ queryKey: key })

  return (
    <Panel
      title="Child name servers (glue)"
      actions={
        <DisabledReason reason={readOnly ?? missing ?? noWrite}>
          {(off) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setDialog({ kind: 'add' })}
              {...off}
            >
              Add
            </Button>
          )}
        </DisabledReason>
      }
    >
      {missing !== undefined ? (
        <Text size="sm" c="dimmed">
          {missing}
        </Text>
      ) : !canList ? (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {own?.display_name ?? 'The provider'} keeps child name servers, but does not list them. You can add one, and
            change or remove one by its name.
          </Text>
          <Group gap="xs">
            <DisabledReason reason={readOnly}>
              {(off) => (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => setDialog({ kind: 'readdress', host: `ns1.${name}`, from: '' })}
                  {...off}
                >
                  Change an address
                </Button>
              )}
            </DisabledReason>
          </Group>
        </Stack>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton height={48} />
      ) : query.data.length === 0 ? (
        <Text size="sm" c="dimmed">
          None. They are needed only where name servers of {name} are below {name} itself.
        </Text>
      ) : (
        <Table>
          <Table.Tbody>
            {query.data.map((child) => (
              <Table.Tr key={child.host}>
                <Table.Td className="mono">{child.host}</Table.Td>
                <Table.Td className="mono">{child.addresses.join(', ')}</Table.Td>
                <Table.Td ta="end" w={48}>
                  <DisabledReason reason={readOnly ?? noWrite}>
                    {(off) => (
                      <ActionIcon
                        aria-label={`Remove ${child.host}`}
                        onClick={() => setDialog({ kind: 'remove', host: child.host })}
                        {...off}
                      >
                        <IconTrash size={16} aria-hidden />
                      </ActionIcon>
                    )}
                  </DisabledReason>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {dialog?.kind === 'add' && (
        <Add account={account} name={name} onClose={() => setDialog(undefined)} onDone={done} />
      )}
      {dialog?.kind === 'readdress' && (
        <Readdress
          account={account}
          name={name}
          host={dialog.host}
          onClose={() => setDialog(undefined)}
          onDone={done}
          onRemove={(host) => setDialog({ kind: 'remove', host })}
        />
      )}
      <ConfirmModal
        opened={dialog?.kind === 'remove'}
        onClose={() => setDialog(undefined)}
        title={dialog?.kind === 'remove' ? `Remove ${dialog.host}` : ''}
        action="Remove"
        onConfirm={() => remove.mutateAsync(dialog?.kind === 'remove' ? dialog.host : '')}
      >
        Domains that use it as a name server may stop resolving.
      </ConfirmModal>
    </Panel>
  )
}

interface DialogProps {
  account: string
  name: string
  onClose: () => void
  onDone: () => void
}

function Add({ account, name, onClose, onDone }: DialogProps) {
  const [host, setHost] = useState(`ns1.${name}`)
  const [text, setText] = useState('')
  const addresses = parseHosts(text)
  const add = useMutation({
    mutationFn: () =>
      ok(
        api.POST(LIST, {
          params: { path: { provider: account, domain: name } },
          body: { host: host.trim(), addresses },
        }),
      ),
    onSuccess: () => {
      notifyDone(`${host.trim()} is a name server now`)
      onDone()
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Name server below ${name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (addresses.length > 0) add.mutate()
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            value={host}
            onChange={(event) => setHost(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label="Addresses"
            description="IPv4 and IPv6, with commas between"
            placeholder="192.0.2.53, 2001:db8::53"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <ErrorNote error={add.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={addresses.length === 0} loading={add.isPending}>
              Add name server
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Readdress(props: DialogProps & { host: string; onRemove: (host: string) => void }) {
  const { account, name, onClose, onDone, onRemove } = props
  const [host, setHost] = useState(props.host)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const change = useMutation({
    mutationFn: () =>
      ok(
        api.PUT(ONE, {
          params: { path: { provider: account, domain: name, host: host.trim() } },
          body: { from: from.trim(), to: to.trim() },
        }),
      ),
    onSuccess: () => {
      notifyDone(`${host.trim()} has the address ${to.trim()}`)
      onDone()
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Name server below ${name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (from && to) change.mutate()
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            value={host}
            onChange={(event) => setHost(event.currentTarget.value)}
            data-autofocus
          />
          <Group grow>
            <TextInput label="Address now" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
            <TextInput label="New address" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
          </Group>
          <ErrorNote error={change.error} />
          <Group justify="space-between">
            <Button variant="subtle" color="red.8" onClick={() => onRemove(host.trim())}>
              Remove it
            </Button>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" disabled={!from || !to} loading={change.isPending}>
                Change address
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
