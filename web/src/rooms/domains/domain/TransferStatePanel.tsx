import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { asApiError } from '@/api/error'
import { cannot, useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorState } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { StatusBadge, type Tone } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'

const STATES: Record<string, { label: string; tone: Tone }> = {
  pending: { label: 'Pending', tone: 'busy' },
  completed: { label: 'Completed', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
}

/** Where a transfer to this account stands. */
export function TransferStatePanel({ account, name }: { account: string; name: string }) {
  const client = useQueryClient()
  const own = useAccount(account)
  const readOnly = useReadOnlyReason()
  const [asking, setAsking] = useState(false)
  const missing = cannot(own, 'domains.transfers', 'transfer domains')
  const params = { path: { provider: account, domain: name } }
  const query = useQuery({
    queryKey: ['domain', account, name, 'transfer'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/hosting/providers/{provider}/domains/{domain}/transfer', { params, signal })),
    enabled: own !== undefined && missing === undefined,
  })
  const cancel = useMutation({
    mutationFn: () => ok(api.DELETE('/api/hosting/providers/{provider}/domains/{domain}/transfer', { params })),
    onSuccess: () => {
      notifyDone(`The transfer of ${name} is called off`)
      void client.invalidateQueries({ queryKey: ['domain', account, name] })
    },
  })
  const state = query.data
  const none = query.error && asApiError(query.error).status === 404
  return (
    <Panel title="Transfer to this account">
      {missing !== undefined ? (
        <Text size="sm" c="dimmed">
          {missing}
        </Text>
      ) : none ? (
        <Text size="sm" c="dimmed">
          No transfer is known.
        </Text>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !state ? (
        <Skeleton height={24} />
      ) : (
        <Stack gap="sm">
          <Group gap="xs">
            <StatusBadge tone={STATES[state.state]?.tone ?? 'neutral'}>
              {STATES[state.state]?.label ?? state.state}
            </StatusBadge>
            <Text size="sm">
              {state.state === 'failed' && state.reason}
              {state.state === 'pending' && state.message}
              {state.state === 'completed' && state.expires_at && (
                <>
                  paid until <TimeText at={state.expires_at} date />
                </>
              )}
            </Text>
          </Group>
          {state.state === 'pending' && (
            <Group>
              <DisabledReason
                reason={readOnly ?? cannot(own, 'domains.transfers.cancel', 'let a transfer be called off')}
              >
                {(off) => (
                  <Button size="xs" variant="default" onClick={() => setAsking(true)} {...off}>
                    Call it off
                  </Button>
                )}
              </DisabledReason>
            </Group>
          )}
        </Stack>
      )}
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Call off the transfer of ${name}`}
        action="Call off"
        onConfirm={() => cancel.mutateAsync()}
      >
        The domain stays at its registrar. What was paid comes back only as the provider’s terms say.
      </ConfirmModal>
    </Panel>
  )
}
