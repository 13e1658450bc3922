import { Button, Group, Text } from '@mantine/core'
import { IconBroadcast, IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { useZone } from '../context'
import { exportZone } from '../export'

/** What others keep of the zone. */
export function SecondariesPanel() {
  const { account, zone, capabilities, readOnly } = useZone()
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
      {why && (
        <Text size="sm" c="dimmed" mt="xs">
          {why}
        </Text>
      )}
      <ErrorNote error={notify.error} />
    </Panel>
  )
}
