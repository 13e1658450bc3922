import { Anchor, Button, Group, Modal, SegmentedControl, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { asApiError } from '@/api/error'
import { cannot, useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'

type Forwarding = Schemas['Forwarding']

const PATH = '/api/hosting/providers/{provider}/domains/{domain}/forwarding' as const

/** The redirection of the whole domain to a URL. */
export function ForwardingPanel({ account, name }: { account: string; name: string }) {
  const client = useQueryClient()
  const own = useAccount(account)
  const readOnly = useReadOnlyReason()
  const missing = cannot(own, 'domains.forwarding', 'redirect domains')
  const [dialog, setDialog] = useState<'edit' | 'remove'>()
  const params = { path: { provider: account, domain: name } }
  const key = ['domain', account, name, 'forwarding']
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Forwarding | null> => {
      try {
        return await ok(api.GET(PATH, { params, signal }))
      } catch (error) {
        if (asApiError(error).status === 404) return null
        throw error
      }
    },
    enabled: own !== undefined && missing === undefined,
  })
  const remove = useMutation({
    mutationFn: () => ok(api.DELETE(PATH, { params })),
    onSuccess: () => {
      notifyDone(`${name} is redirected no longer`)
      void client.invalidateQueries({ queryKey: key })
    },
  })
  const off = readOnly ?? missing ?? (query.data === undefined ? 'The redirection is not known yet.' : undefined)
  return (
    <Panel
      title="Redirection"
      actions={
        <>
          {query.data && (
            <DisabledReason reason={off}>
              {(props) => (
                <Button size="xs" variant="default" onClick={() => setDialog('remove')} {...props}>
                  Remove
                </Button>
              )}
            </DisabledReason>
          )}
          <DisabledReason reason={off}>
            {(props) => (
              <Button size="xs" variant="default" onClick={() => setDialog('edit')} {...props}>
                {query.data ? 'Edit redirection' : 'Redirect'}
              </Button>
            )}
          </DisabledReason>
        </>
      }
    >
      {missing !== undefined ? (
        <Text size="sm" c="dimmed">
          {missing}
        </Text>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Skeleton height={48} />
      ) : query.data === null ? (
        <Text size="sm" c="dimmed">
          The domain is not redirected.
        </Text>
      ) : (
        <KeyValues
          items={[
            [
              'Leads to',
              <Anchor key="to" href={query.data.redirect_url} target="_blank" rel="noreferrer" size="sm">
                {query.data.redirect_url}
              </Anchor>,
            ],
            ['Kind', query.data.redirect_type === 301 ? '301, permanent' : `${query.data.redirect_type}, temporary`],
          ]}
        />
      )}
      {dialog === 'edit' && (
        <Editor
          account={account}
          name={name}
          now={query.data ?? null}
          onClose={() => setDialog(undefined)}
          onDone={() => void client.invalidateQueries({ queryKey: key })}
        />
      )}
      <ConfirmModal
        opened={dialog === 'remove'}
        onClose={() => setDialog(undefined)}
        title={`Remove the redirection of ${name}`}
        action="Remove"
        onConfirm={() => remove.mutateAsync()}
      >
        Visitors of {name} are no longer sent to {query.data?.redirect_url}.
      </ConfirmModal>
    </Panel>
  )
}

interface EditorProps {
  account: string
  name: string
  now: Forwarding | null
  onClose: () => void
  onDone: () => void
}

function Editor({ account, name, now, onClose, onDone }: EditorProps) {
  const [target, setTarget] = useState(now?.redirect_url ?? 'https://')
  const [kind, setKind] = useState(String(now?.redirect_type ?? 301))
  const fits = /^https?:\/\/[^\s/]+\.[^\s/]+/.test(target.trim())
  const save = useMutation({
    mutationFn: () =>
      ok(
        api.PUT(PATH, {
          params: { path: { provider: account, domain: name } },
          body: { redirect_url: target.trim(), redirect_type: Number(kind) },
        }),
      ),
    onSuccess: () => {
      notifyDone(`${name} leads to ${target.trim()}`)
      onDone()
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Redirect ${name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (fits) save.mutate()
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Address to lead to"
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
            error={target.length > 8 && !fits ? 'A whole address, such as https://www.example.com/' : undefined}
            data-autofocus
          />
          <SegmentedControl
            value={kind}
            onChange={setKind}
            data={[
              { value: '301', label: 'Permanent (301)' },
              { value: '302', label: 'Temporary (302)' },
            ]}
          />
          {fits && (
            <Text size="sm">
              Visitors of {name} will be sent to <b>{target.trim()}</b>
              {now ? ` instead of ${now.redirect_url}` : ''}.
            </Text>
          )}
          <ErrorNote error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!fits} loading={save.isPending}>
              Save redirection
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
