import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { useZone } from '../context'

/** Reset and deletion, each with the zone's name typed. */
export function DangerPanel() {
  const { account, zone, capabilities, readOnly, isZoneProtected, clear } = useZone()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<'reset' | 'delete'>()
  const path = { provider: account, domain: zone }
  const kept = readOnly ?? (isZoneProtected ? 'The zone is protected.' : undefined)
  const noReset = capabilities.includes('dns.reset') ? undefined : `${account} has no default records to go back to.`
  const noDelete = capabilities.includes('dns.zones')
    ? undefined
    : `At ${account} a zone is there as long as its domain.`
  return (
    <Panel title="Reset and deletion">
      <Stack gap="md">
        <Line
          title="Reset to the provider's default records"
          text={noReset ?? 'Everything of your own in the zone is lost. History keeps it.'}
        >
          <DisabledReason reason={kept ?? noReset}>
            {(off) => (
              <Button variant="default" onClick={() => setAsked('reset')} {...off}>
                Reset zone
              </Button>
            )}
          </DisabledReason>
        </Line>
        <Line
          title="Delete the zone"
          text={noDelete ?? 'Its names stop working as soon as caches have run out. The journal keeps the zone file.'}
        >
          <DisabledReason reason={kept ?? noDelete}>
            {(off) => (
              <Button color="red.8" onClick={() => setAsked('delete')} {...off}>
                Delete zone
              </Button>
            )}
          </DisabledReason>
        </Line>
      </Stack>
      <ConfirmModal
        opened={asked === 'reset'}
        onClose={() => setAsked(undefined)}
        title={`Reset ${zone}`}
        typeName={zone}
        action="Reset"
        onConfirm={async () => {
          await ok(api.POST('/api/hosting/providers/{provider}/dns/{domain}/reset', { params: { path } }))
          notifyDone(`${zone} has the default records`)
          void client.invalidateQueries({ queryKey: ['zone', account, zone] })
        }}
      >
        The default records of {account} take the place of everything in the zone, at once.
      </ConfirmModal>
      <ConfirmModal
        opened={asked === 'delete'}
        onClose={() => setAsked(undefined)}
        title={`Delete ${zone}`}
        typeName={zone}
        action="Delete"
        onConfirm={async () => {
          await ok(api.DELETE('/api/hosting/providers/{provider}/dns/{domain}/zone', { params: { path } }))
          clear()
          notifyDone(`${zone} is deleted`)
          client.removeQueries({ queryKey: ['zone', account, zone] })
          void client.invalidateQueries({ queryKey: ['zones'] })
          await navigate({ to: '/dns', ignoreBlocker: true })
        }}
      >
        The zone and all its records go from {account}.
      </ConfirmModal>
    </Panel>
  )
}

function Line({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ flex: '1 1 280px' }}>
        <Text size="sm" fw={500}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
      {children}
    </Group>
  )
}
