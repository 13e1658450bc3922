import { Button, Group, MultiSelect, Stack, Switch, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { protectionQuery } from '@/api/queries/dns'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { splitKey } from '../../editor/SetEditor'
import { keyOf } from '../../records/model'
import { useZone } from '../context'
import { Waiting } from '../Waiting'

type Protection = Schemas['ProtectionBody']

/** What nobody changes by accident, whatever way they come. */
export function ProtectionPanel() {
  const { account, zone } = useZone()
  const protection = useQuery(protectionQuery(account, zone))
  return (
    <Panel
      title="Protection"
      description="What is protected is refused to everybody and every program until the protection is lifted."
    >
      {protection.error ? (
        <ErrorState error={protection.error} onRetry={() => void protection.refetch()} />
      ) : protection.data ? (
        <ProtectionForm key={JSON.stringify(protection.data)} now={protection.data} />
      ) : (
        <Waiting label="Reading" />
      )}
    </Panel>
  )
}

function ProtectionForm({ now }: { now: Protection }) {
  const { account, zone, sets, readOnly } = useZone()
  const client = useQueryClient()
  const before = (now.sets ?? []).map((set) => keyOf(set.name, set.type))
  const [whole, setWhole] = useState(now.zone === true)
  const [keys, setKeys] = useState(before)
  const isChanged = whole !== (now.zone === true) || keys.join('\n') !== before.join('\n')
  const save = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/hosting/providers/{provider}/dns/{domain}/protection', {
          params: { path: { provider: account, domain: zone } },
          body: {
            zone: whole,
            sets: keys.map((key) => {
              const [name, type] = splitKey(key)
              return { name, type }
            }),
          },
        }),
      ),
    onSuccess: () => {
      notifyDone(`The protection of ${zone} is saved`)
      void client.invalidateQueries({ queryKey: ['zone', account, zone, 'protection'] })
    },
  })
  return (
    <Stack gap="md" maw={560}>
      <Switch
        checked={whole}
        disabled={readOnly !== undefined}
        onChange={(event) => setWhole(event.currentTarget.checked)}
        label="Protect the whole zone"
        description="Also against a reset, a restore and its deletion"
      />
      <MultiSelect
        label="Protect single sets"
        data={[...new Set([...sets.keys(), ...before])].filter((key) => !key.endsWith(' SOA'))}
        value={keys}
        onChange={setKeys}
        disabled={readOnly !== undefined || whole}
        placeholder={keys.length === 0 ? 'Such as @ MX' : undefined}
        searchable
        limit={100}
        nothingFoundMessage="No such set"
      />
      {readOnly && (
        <Text size="sm" c="dimmed">
          {readOnly}
        </Text>
      )}
      <ErrorNote error={save.error} />
      <Group>
        <DisabledReason reason={readOnly ?? (isChanged ? undefined : 'Nothing is changed yet.')}>
          {(off) => (
            <Button loading={save.isPending} onClick={() => save.mutate()} {...off}>
              Save protection
            </Button>
          )}
        </DisabledReason>
      </Group>
    </Stack>
  )
}
