// How far the reading of the accounts is, and what is wrong with any of them.
import { Alert, Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { api, ok } from '@/api/client'
import { useReadOnlyReason } from '@/app/session'
import type { LiveEvent } from '@/live/events'
import { useLiveEvent } from '@/live/stream'
import { DisabledReason } from '@/parts/DisabledReason'
import { notifyFailed } from '@/parts/notify'
import { TimeText } from '@/parts/TimeText'
import type { AccountSync } from './queries'

export function SyncButton({ accounts }: { accounts: readonly AccountSync[] | undefined }) {
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const sync = useMutation({
    mutationFn: () => ok(api.POST('/api/hosting/domains/sync')),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['domains'] }),
    onError: (error) => notifyFailed('The accounts are not being read', error),
  })
  const isRunning = accounts?.some((account) => account.running) ?? false
  return (
    <DisabledReason reason={readOnly}>
      {(off) => (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={sync.isPending || isRunning}
          onClick={() => sync.mutate()}
          {...off}
        >
          Sync now
        </Button>
      )}
    </DisabledReason>
  )
}

/** What the event stream last said of each account. */
function useSyncProgress() {
  const [progress, setProgress] = useState<Readonly<Record<string, { done: number; total: number }>>>({})
  useLiveEvent(
    useCallback((event: LiveEvent) => {
      const { kind, account, subject, done, total } = event
      if (kind !== 'domain_sync' || !account || subject || done == null || total == null) return
      setProgress((old) => ({ ...old, [account]: { done, total } }))
    }, []),
  )
  return progress
}

export function SyncNotes({ accounts }: { accounts: readonly AccountSync[] | undefined }) {
  const progress = useSyncProgress()
  const running = accounts?.filter((account) => account.running) ?? []
  const troubled = accounts?.filter((account) => account.problem != null) ?? []
  if (running.length === 0 && troubled.length === 0) return null
  return (
    <Stack gap="xs" mb="sm">
      {running.map(({ account }) => {
        const { done = 0, total = 0 } = progress[account] ?? {}
        const value = total > 0 ? (done / total) * 100 : 100
        const words = total > 0 ? `${done} of ${total}` : ''
        return (
          <Group key={account} gap="sm" wrap="nowrap" role="status">
            <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              Reading {account} {words}
            </Text>
            <Progress value={value} animated size="sm" flex={1} aria-label={`Reading ${account} ${words}`} />
          </Group>
        )
      })}
      {troubled.map((account) => (
        <Alert
          key={account.account}
          color="yellow"
          variant="light"
          p="sm"
          icon={<IconAlertTriangle aria-hidden />}
          role="alert"
        >
          <Text size="sm">
            <b>{account.account}</b> could not be read: {account.problem}.{' '}
            {account.last_synced ? (
              <>
                Its domains are shown as they were <TimeText at={account.last_synced} />.{' '}
              </>
            ) : (
              'None of its domains are known yet. '
            )}
            <Anchor component={Link} to={`/providers/${account.account}`} inherit>
              Open the account
            </Anchor>
          </Text>
        </Alert>
      ))}
    </Stack>
  )
}
