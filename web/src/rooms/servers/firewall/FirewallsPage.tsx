import { Anchor, Button, Group, Modal, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconShield } from '@tabler/icons-react'
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { asApiError } from '@/api/error'
import { useAccounts, type Account } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { StatusBadge } from '@/parts/StatusBadge'
import { Problems } from '../Problems'
import { firewallsQuery, type Firewall } from '../queries'
import { useServers, type Row } from '../useServers'
import { Rules } from './Rules'

export function FirewallsPage() {
  const { accounts, isPending, error, refetch } = useAccounts('servers.firewalls')
  const lists = useQueries({ queries: accounts.map((account) => firewallsQuery(account.name)) })
  const { rows: servers = [] } = useServers()
  const readOnly = useReadOnlyReason()
  const [opened, dialog] = useDisclosure()
  const all = accounts.flatMap((account, index) =>
    (lists[index]?.data ?? []).map((firewall) => ({ account: account.name, firewall })),
  )
  const problems = accounts.flatMap((account, index) => {
    const list = lists[index]
    return list?.error && !list.data
      ? [{ account: account.name, error: list.error, retry: () => void list.refetch() }]
      : []
  })
  const waiting = isPending || lists.some((list) => list.isPending)
  const reason = readOnly ?? (accounts.length === 0 ? 'No connected account offers firewalls' : undefined)
  const create = (
    <DisabledReason reason={reason}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={dialog.open} {...off}>
          Create firewall
        </Button>
      )}
    </DisabledReason>
  )
  return (
    <>
      <PageHeader
        title="Firewalls"
        back={{ to: '/servers', label: 'Servers' }}
        description="A firewall is a set of rules that let traffic in; everything else is dropped. One can guard many servers."
        actions={create}
      />
      <Problems what="firewalls" problems={problems} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {waiting && !error && all.length === 0 && <Skeleton height={240} role="status" aria-label="Loading" />}
      {!waiting && all.length === 0 && problems.length === 0 && (
        <Panel>
          <EmptyState icon={IconShield} title="No firewalls yet" action={create}>
            Without one, a server can be reached on all its ports.
          </EmptyState>
        </Panel>
      )}
      <Stack gap="md">
        {all.map(({ account, firewall }) => (
          <One
            key={`${account}/${firewall.id}`}
            account={account}
            firewall={firewall}
            servers={servers.filter((row) => row.account === account && row.firewall_id === firewall.id)}
            reason={readOnly}
          />
        ))}
      </Stack>
      <Modal opened={opened} onClose={dialog.close} title="Create a firewall">
        {opened && <Create accounts={accounts} close={dialog.close} />}
      </Modal>
    </>
  )
}

interface OneProps {
  account: string
  firewall: Firewall
  servers: Row[]
  reason: string | undefined
}

function One({ account, firewall, servers, reason }: OneProps) {
  const client = useQueryClient()
  const [opened, removal] = useDisclosure()
  const sync = useMutation({
    mutationFn: async () => {
      for (const server of servers) {
        await ok(
          api.POST('/api/hosting/providers/{provider}/firewalls/{id}/vms/{vm_id}/sync', {
            params: { path: { provider: account, id: firewall.id, vm_id: server.id } },
          }),
        )
      }
    },
    onSuccess: () => notifyDone('The rules are on their way to the servers'),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['firewalls', account] })
      void client.invalidateQueries({ queryKey: ['server', account] })
    },
  })
  return (
    <Panel
      title={firewall.name}
      flush
      description={
        <>
          {account}
          {', '}
          {servers.length === 0
            ? 'guards no server'
            : servers.map((server, index) => (
                <span key={server.id}>
                  {index === 0 ? 'guards ' : ', '}
                  <Anchor
                    component={Link}
                    to={`/servers/${account}/${server.id}`}
                    search={{ tab: 'firewall' } as never}
                    inherit
                  >
                    {server.name}
                  </Anchor>
                </span>
              ))}
        </>
      }
      actions={
        <>
          {servers.length > 0 && (
            <>
              <StatusBadge tone={firewall.is_synced ? 'good' : 'warn'}>
                {firewall.is_synced ? 'Synced' : 'Not synced'}
              </StatusBadge>
              <DisabledReason reason={reason ?? (firewall.is_synced ? 'The servers have these rules' : undefined)}>
                {(off) => (
                  <Button size="xs" variant="default" loading={sync.isPending} onClick={() => sync.mutate()} {...off}>
                    Sync
                  </Button>
                )}
              </DisabledReason>
            </>
          )}
          <DisabledReason
            reason={reason ?? (servers.length > 0 ? 'Servers are behind it: take them out first' : undefined)}
          >
            {(off) => (
              <Button size="xs" variant="default" onClick={removal.open} {...off}>
                Delete
              </Button>
            )}
          </DisabledReason>
        </>
      }
    >
      {sync.error && (
        <Group p="sm" grow>
          <ErrorNote error={sync.error} />
        </Group>
      )}
      <Rules account={account} firewall={firewall} reason={reason} />
      <ConfirmModal
        opened={opened}
        onClose={removal.close}
        title={`Delete ${firewall.name}?`}
        action="Delete firewall"
        typeName={firewall.name}
        onConfirm={async () => {
          await ok(
            api.DELETE('/api/hosting/providers/{provider}/firewalls/{id}', {
              params: { path: { provider: account, id: firewall.id } },
            }),
          )
          notifyDone(`${firewall.name} is deleted`)
          await client.invalidateQueries({ queryKey: ['firewalls', account] })
        }}
      >
        Its {firewall.rules.length === 1 ? 'rule is' : `${firewall.rules.length} rules are`} lost.
      </ConfirmModal>
    </Panel>
  )
}

function Create({ accounts, close }: { accounts: Account[]; close: () => void }) {
  const client = useQueryClient()
  const [account, setAccount] = useState(accounts[0]?.name ?? '')
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/firewalls', {
          params: { path: { provider: account } },
          body: { name: name.trim() },
        }),
      ),
    onSuccess: async () => {
      notifyDone(`${name.trim()} is there`, 'Add rules before you put a server behind it.')
      await client.invalidateQueries({ queryKey: ['firewalls', account] })
      close()
    },
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '' && !create.isPending) create.mutate()
      }}
    >
      <Stack gap="md">
        {accounts.length > 1 && (
          <Select
            label="Account"
            data={accounts.map((one) => one.name)}
            value={account}
            onChange={(value) => value && setAccount(value)}
            allowDeselect={false}
          />
        )}
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={create.error ? asApiError(create.error).of('name') : undefined}
          data-autofocus
        />
        <Text size="sm" c="dimmed">
          It begins without rules, which lets nothing in.
        </Text>
        <ErrorNote error={create.error} known={['name']} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
            Create firewall
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
