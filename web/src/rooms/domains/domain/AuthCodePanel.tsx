import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconKey } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { useReadOnlyReason } from '@/app/session'
import { CopyText } from '@/parts/CopyText'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { Panel } from '@/parts/Panel'
import { isGone, type Domain } from '../model'

/** The code for a transfer away: asked for on purpose, shown once, kept nowhere. */
export function AuthCodePanel({ account, domain }: { account: string; domain: Domain }) {
  const { name } = domain
  const readOnly = useReadOnlyReason()
  const [open, setOpen] = useState(false)
  // Only here: not in the cache of queries, the URL or the browser's storage.
  const [code, setCode] = useState<string>()
  const request = useMutation({
    mutationFn: async () => {
      const answer = await ok(
        api.GET('/api/hosting/providers/{provider}/domains/{domain}/auth-code', {
          params: { path: { provider: account, domain: name } },
          cache: 'no-store',
        }),
      )
      setCode(answer.auth_code)
    },
    gcTime: 0,
  })
  function close() {
    setOpen(false)
    setCode(undefined)
    request.reset()
  }
  const off = readOnly ?? (isGone(domain) ? `${name} is not in the account any more.` : undefined)

  return (
    <Panel title="Transfer code">
      <Group justify="space-between" align="flex-start" gap="md">
        <Text size="sm" c="dimmed" maw={380}>
          The code with which another registrar takes the domain over. Each request is written to the journal.
        </Text>
        <DisabledReason reason={off}>
          {(props) => (
            <Button
              variant="default"
              leftSection={<IconKey size={16} aria-hidden />}
              onClick={() => setOpen(true)}
              {...props}
            >
              Get the code
            </Button>
          )}
        </DisabledReason>
      </Group>
      <Modal opened={open} onClose={close} title={`Transfer code of ${name}`}>
        {code === undefined ? (
          <Stack gap="md">
            <Text size="sm">
              The provider makes a code now; one from before may stop working. The request is journaled, the code is
              not.
            </Text>
            {domain.locked === true && (
              <Alert color="yellow" variant="light" p="sm" icon={<IconAlertTriangle aria-hidden />}>
                <Text size="sm">The domain is locked: a transfer will be refused until it is unlocked.</Text>
              </Alert>
            )}
            <ErrorNote error={request.error} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button onClick={() => request.mutate()} loading={request.isPending}>
                Request the code
              </Button>
            </Group>
          </Stack>
        ) : (
          <Stack gap="md">
            <Text size="sm">It is shown only now: copy it before you close this.</Text>
            <CopyText secret value={code} label="transfer code" />
            <Group justify="flex-end">
              <Button onClick={close}>Done</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </Panel>
  )
}
