import { Button, Divider, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { cannot, useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'

/** What cannot be taken back: handing the domain over by tag, and deleting it. */
export function LeavePanel({ account, name }: { account: string; name: string }) {
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const own = useAccount(account)
  const [dialog, setDialog] = useState<'release' | 'delete'>()
  const params = { path: { provider: account, domain: name } }
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['domain', account, name] })
    void client.invalidateQueries({ queryKey: ['domains'] })
  }
  const remove = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/domains/{domain}/deletion', {
          params,
          body: { confirm: name },
        }),
      ),
    onSuccess: () => {
      notifyDone(`The registrar was asked to delete ${name}`)
      refresh()
    },
  })
  return (
    <Panel title="Giving it up">
      <Stack gap="sm">
        <Row
          title="Release to a registrar"
          text="Registries without transfer codes, such as that of .uk, hand a domain to the registrar of a tag."
        >
          <DisabledReason reason={readOnly ?? cannot(own, 'domains.release', 'release domains')}>
            {(off) => (
              <Button variant="default" onClick={() => setDialog('release')} {...off}>
                Release
              </Button>
            )}
          </DisabledReason>
        </Row>
        <Divider color="var(--setec-line)" />
        <Row title="Delete" text="The registrar is asked to delete the registration before its term ends.">
          <DisabledReason reason={readOnly ?? cannot(own, 'domains.deletion', 'delete domains')}>
            {(off) => (
              <Button color="red.8" variant="filled" onClick={() => setDialog('delete')} {...off}>
                Delete
              </Button>
            )}
          </DisabledReason>
        </Row>
      </Stack>
      {dialog === 'release' && (
        <Release account={account} name={name} onClose={() => setDialog(undefined)} onDone={refresh} />
      )}
      <ConfirmModal
        opened={dialog === 'delete'}
        onClose={() => setDialog(undefined)}
        title={`Delete ${name}`}
        typeName={name}
        action="Delete the domain"
        onConfirm={() => remove.mutateAsync()}
      >
        The domain stops working and somebody else may register it later. What was paid is lost. This cannot be taken
        back.
      </ConfirmModal>
    </Panel>
  )
}

function Row({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
      <div>
        <Text size="sm" fw={500}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
      <div style={{ flexShrink: 0 }}>{children}</div>
    </Group>
  )
}

interface ReleaseProps {
  account: string
  name: string
  onClose: () => void
  onDone: () => void
}

function Release({ account, name, onClose, onDone }: ReleaseProps) {
  const [tag, setTag] = useState('')
  const [typed, setTyped] = useState('')
  const release = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/domains/{domain}/release', {
          params: { path: { provider: account, domain: name } },
          body: { tag: tag.trim() },
        }),
      ),
    onSuccess: () => {
      notifyDone(`${name} is released to ${tag.trim()}`)
      onDone()
      onClose()
    },
  })
  const may = tag.trim() !== '' && typed.trim() === name
  return (
    <Modal opened onClose={onClose} title={`Release ${name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (may && !release.isPending) release.mutate()
        }}
      >
        <Stack gap="md">
          <Text size="sm">
            The domain leaves this account for the registrar of the tag at once. This cannot be taken back here.
          </Text>
          <TextInput
            label="Tag of the other registrar"
            placeholder="EXAMPLE-TAG"
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
            required
            data-autofocus
          />
          <TextInput
            label={
              <>
                Type <b>{name}</b> to confirm
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
          <ErrorNote error={release.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red.8" disabled={!may} loading={release.isPending}>
              Release
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
