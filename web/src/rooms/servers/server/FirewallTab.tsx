import { Anchor, Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core'
import { IconShieldOff } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { cannot, useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { Panel } from '@/parts/Panel'
import { StatusBadge } from '@/parts/StatusBadge'
import { letsSshIn } from '../firewall/rules'
import { Rules } from '../firewall/Rules'
import { firewallsQuery, type Server } from '../queries'
import { Ask } from './Ask'
import { useActions, useChanged } from './useActions'

export function FirewallTab({ account, server }: { account: string; server: Server }) {
  const readOnly = useReadOnlyReason()
  const provider = useAccount(account)
  const lacks = cannot(provider, 'servers.firewalls', 'manage firewalls')
  const query = useQuery({ ...firewallsQuery(account), enabled: lacks === undefined })
  const { running } = useActions(account, server.id)
  const changed = useChanged(account, server.id)
  const client = useQueryClient()
  const reason = readOnly ?? (running ? 'Another action is under way at this server' : undefined)
  const current = query.data?.find((firewall) => firewall.id === server.firewall_id)

  if (lacks) return <EmptyState icon={IconShieldOff} title={lacks} />
  if (!query.data) {
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton height={200} role="status" aria-label="Loading" />
    )
  }

  const call = async (what: 'put' | 'take' | 'sync', firewall: string) => {
    const params = { path: { provider: account, id: firewall, vm_id: server.id } }
    const url = '/api/hosting/providers/{provider}/firewalls/{id}/vms/{vm_id}'
    if (what === 'put') await ok(api.POST(url, { params }))
    else if (what === 'take') await ok(api.DELETE(url, { params }))
    else await ok(api.POST('/api/hosting/providers/{provider}/firewalls/{id}/vms/{vm_id}/sync', { params }))
    await Promise.all([changed(), client.invalidateQueries({ queryKey: ['firewalls', account] })])
  }

  return (
    <Stack gap="md">
      {current ? (
        <Panel
          title={current.name}
          description="Guards this server. A change of the rules reaches it with a sync."
          flush
          actions={
            <>
              <StatusBadge tone={current.is_synced ? 'good' : 'warn'}>
                {current.is_synced ? 'Synced' : 'Not synced'}
              </StatusBadge>
              <Ask
                size="xs"
                label="Sync"
                title={`Bring the rules of ${current.name} to ${server.name}?`}
                action="Sync"
                harmless={letsSshIn(current.rules)}
                reason={reason ?? (current.is_synced ? 'The server has these rules' : undefined)}
                run={() => call('sync', current.id)}
              >
                {letsSshIn(current.rules)
                  ? 'From then on the server lets in what the rules below say.'
                  : 'No rule lets SSH in: after that nobody can sign in to the server by SSH.'}
              </Ask>
              <Ask
                size="xs"
                label="Take out"
                title={`Take ${server.name} out of ${current.name}?`}
                action="Take out"
                reason={reason}
                run={() => call('take', current.id)}
              >
                Without a firewall, the server can be reached on all its ports.
              </Ask>
            </>
          }
        >
          <Rules account={account} firewall={current} reason={readOnly} />
        </Panel>
      ) : (
        <Panel>
          <EmptyState icon={IconShieldOff} title="No firewall">
            The server can be reached on all its ports. What listens there is decided on the server itself.
          </EmptyState>
        </Panel>
      )}
      <Choose
        account={account}
        server={server}
        current={current?.id}
        firewalls={query.data}
        reason={reason}
        put={(id) => call('put', id)}
      />
    </Stack>
  )
}

interface ChooseProps {
  account: string
  server: Server
  current: string | undefined
  firewalls: readonly { id: string; name: string; rules: Parameters<typeof letsSshIn>[0] }[]
  reason: string | undefined
  put: (id: string) => Promise<void>
}

function Choose({ server, current, firewalls, reason, put }: ChooseProps) {
  const others = firewalls.filter((firewall) => firewall.id !== current)
  const [chosen, setChosen] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const firewall = others.find((one) => one.id === chosen)
  return (
    <Panel title={current ? 'Use another firewall' : 'Put it behind a firewall'}>
      <Group gap="xs" align="flex-end">
        <Select
          label="Firewall"
          placeholder={others.length === 0 ? 'There is no other' : 'Choose a firewall'}
          data={others.map((one) => ({ value: one.id, label: one.name }))}
          value={chosen}
          onChange={setChosen}
          disabled={others.length === 0}
          w={{ base: '100%', xs: 280 }}
        />
        <DisabledReason reason={reason ?? (firewall ? undefined : 'Choose a firewall first')}>
          {(off) => (
            <Button onClick={() => setAsking(true)} {...off}>
              Put behind it
            </Button>
          )}
        </DisabledReason>
        <Text size="sm" ml="auto">
          <Anchor component={Link} to="/servers/firewalls" inherit>
            All firewalls
          </Anchor>
        </Text>
      </Group>
      <ConfirmModal
        opened={asking && firewall !== undefined}
        onClose={() => setAsking(false)}
        title={`Put ${server.name} behind ${firewall?.name ?? ''}?`}
        action="Put behind it"
        harmless={firewall !== undefined && letsSshIn(firewall.rules)}
        onConfirm={async () => {
          if (firewall) await put(firewall.id)
          setChosen(null)
        }}
      >
        {firewall && !letsSshIn(firewall.rules)
          ? 'No rule of it lets SSH in: after that nobody can sign in to the server by SSH.'
          : 'What its rules do not let in is dropped.'}
        {current && ' It takes the place of the present one.'}
      </ConfirmModal>
    </Panel>
  )
}
