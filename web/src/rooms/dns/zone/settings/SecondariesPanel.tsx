import { Button, Group, Stack, Text } from '@mantine/core'
import { IconBroadcast, IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { sentence } from '@/api/error'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { StatusBadge } from '@/parts/StatusBadge'
import { useZone } from '../context'
import { exportZone } from '../export'

/** What others keep of the zone. */
export function SecondariesPanel() {
  const { account, zone, driver, capabilities, readOnly } = useZone()
  const notify = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/dns/{domain}/notify', {
          params: { path: { provider: account, domain: zone } },
        }),
      ),
    onSuccess: () => notifyDone(`The secondaries of ${zone} were told`),
  })
  const why = capabilities.includes('dns.zones') ? undefined : `${account} does not offer NOTIFY over its API.`
  return (
    <Panel title="Secondaries and export">
      <Group gap="xs">
        <DisabledReason reason={readOnly ?? why}>
          {(off) => (
            <Button
              variant="default"
              leftSection={<IconBroadcast size={16} aria-hidden />}
              loading={notify.isPending}
              onClick={() => notify.mutate()}
              {...off}
            >
              Notify the secondaries
            </Button>
          )}
        </DisabledReason>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void exportZone(account, zone)}
        >
          Export as zone file
        </Button>
      </Group>
      {driver === 'local' && <Served />}
      {why && (
        <Text size="sm" c="dimmed" mt="xs">
          {why}
        </Text>
      )}
      <ErrorNote error={notify.error} />
    </Panel>
  )
}

/** What the embedded name server serves, and what the secondaries said to the last NOTIFY. */
function Served() {
  const { account, zone } = useZone()
  const server = useQuery({
    queryKey: ['nameserver', 'zone'],
    queryFn: ({ signal }) => ok(api.GET('/api/nameserver', { signal })),
  })
  if (server.error) return <ErrorNote error={server.error} />
  const served = server.data?.zones.find((one) => one.account === account && one.zone === zone)
  if (!server.data || !served) return null
  return (
    <Stack gap={6} mt="md">
      <Text size="sm">
        {served.served == null
          ? 'The embedded name server does not answer for this zone.'
          : `Served as serial ${served.served} at ${server.data.addresses.join(', ')}.`}
      </Text>
      {served.secondaries.length === 0 && (
        <Text size="sm" c="dimmed">
          No secondaries: the account&rsquo;s settings name them.
        </Text>
      )}
      {served.secondaries.map((one) => (
        <Group key={one.address} gap="xs">
          <Text size="sm" className="mono">
            {one.address}
          </Text>
          <StatusBadge tone={one.problem ? 'bad' : one.acknowledged ? 'good' : 'busy'} size="sm">
            {one.problem ? 'fails' : one.acknowledged ? 'told' : 'waits'}
          </StatusBadge>
          <Text size="sm" c="dimmed">
            serial {one.serial}
            {one.problem && `: ${sentence(one.problem)}`}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}
