import { Button, Group, Modal, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { asApiError } from '@/api/error'
import { useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { hostnameProblem, passwordProblem } from '../model'
import { keysQuery, scriptsQuery, templatesQuery, type Server } from '../queries'
import { templateGroups } from '../templates'
import { Ask } from './Ask'
import { RootPassword } from './RootPassword'
import { useActions, useChanged } from './useActions'

type Own = { account: string; server: Server }

export function SettingsTab(own: Own) {
  const readOnly = useReadOnlyReason()
  const { running } = useActions(own.account, own.server.id)
  const reason = readOnly ?? (running ? 'Another action is under way at this server' : undefined)
  return (
    <Stack gap="md" maw={720}>
      <Hostname key={own.server.name} {...own} reason={reason} />
      <Password {...own} reason={reason} />
      <Keys {...own} reason={readOnly} />
      <Recreate {...own} reason={reason} />
    </Stack>
  )
}

type Part = Own & { reason: string | undefined }

function Hostname({ account, server, reason }: Part) {
  const [name, setName] = useState(server.name)
  const changed = useChanged(account, server.id)
  const params = { path: { provider: account, id: server.id } }
  const put = useMutation({
    mutationFn: () =>
      ok(api.PUT('/api/hosting/providers/{provider}/vms/{id}/hostname', { params, body: { hostname: name.trim() } })),
    onSuccess: async () => {
      notifyDone('The host name is being changed')
      await changed()
    },
  })
  const problem = hostnameProblem(name.trim())
  const same = name.trim() === server.name || name.trim() === ''
  return (
    <Panel title="Host name">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!problem && !same && !reason) put.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Host name"
            description="In full, such as web-1.example.com. DNS records are not changed by this."
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem ?? (put.error ? asApiError(put.error).of('hostname') : undefined)}
            spellCheck={false}
            autoComplete="off"
          />
          <ErrorNote error={put.error} known={['hostname']} />
          <Group gap="xs">
            <DisabledReason reason={reason ?? (same ? 'This is its name already' : undefined)}>
              {(off) => (
                <Button type={off['aria-disabled'] ? 'button' : 'submit'} loading={put.isPending} {...off}>
                  Change host name
                </Button>
              )}
            </DisabledReason>
            <Ask
              label="Reset"
              title="Put the provider's own host name back?"
              action="Reset"
              harmless
              reason={reason}
              run={async () => {
                await ok(api.DELETE('/api/hosting/providers/{provider}/vms/{id}/hostname', { params }))
                await changed()
              }}
            >
              The name becomes one that the provider makes up. Its reverse names may change with it.
            </Ask>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

function Password({ account, server, reason }: Part) {
  const [password, setPassword] = useState('')
  const changed = useChanged(account, server.id)
  const put = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/hosting/providers/{provider}/vms/{id}/root-password', {
          params: { path: { provider: account, id: server.id } },
          body: { password },
        }),
      ),
    onSuccess: async () => {
      notifyDone('The root password is being changed')
      setPassword('')
      await changed()
    },
    gcTime: 0,
  })
  const problem = passwordProblem(password)
  return (
    <Panel title="Root password" description="It is sent to the provider and kept nowhere here.">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!problem && password !== '' && !reason) put.mutate()
        }}
      >
        <Stack gap="sm">
          <RootPassword
            label="New root password"
            value={password}
            onChange={setPassword}
            error={put.error ? asApiError(put.error).of('password') : undefined}
          />
          <ErrorNote error={put.error} known={['password']} />
          <DisabledReason reason={reason ?? (password === '' ? 'Type a password first' : (problem ?? undefined))}>
            {(off) => (
              <Button
                type={off['aria-disabled'] ? 'button' : 'submit'}
                loading={put.isPending}
                w="fit-content"
                {...off}
              >
                Change password
              </Button>
            )}
          </DisabledReason>
        </Stack>
      </form>
    </Panel>
  )
}

function Keys({ account, server, reason }: Part) {
  const provider = useAccount(account)
  const hasKeys = provider?.capabilities.includes('ssh_keys') ?? true
  const query = useQuery({ ...keysQuery(account), enabled: hasKeys })
  const [chosen, setChosen] = useState<string[]>([])
  const put = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/vms/{id}/ssh-keys', {
          params: { path: { provider: account, id: server.id } },
          body: { ssh_key_ids: chosen },
        }),
      ),
    onSuccess: () => {
      notifyDone(chosen.length === 1 ? 'The key is on the server' : 'The keys are on the server')
      setChosen([])
    },
  })
  return (
    <Panel title="SSH keys" description="Keys of the account that may sign in as root. Those already there stay.">
      <Stack gap="sm">
        <MultiSelect
          label="Keys to put on the server"
          placeholder={chosen.length === 0 ? 'Choose keys' : ''}
          data={(query.data ?? []).map((key) => ({ value: key.id, label: key.name }))}
          value={chosen}
          onChange={setChosen}
          searchable
          disabled={!query.data}
          nothingFoundMessage="The account has no such key"
        />
        <ErrorNote error={put.error ?? query.error} />
        <DisabledReason
          reason={
            reason ??
            (hasKeys ? (chosen.length === 0 ? 'Choose a key first' : undefined) : 'The account offers no SSH keys')
          }
        >
          {(off) => (
            <Button loading={put.isPending} w="fit-content" onClick={() => put.mutate()} {...off}>
              Put on the server
            </Button>
          )}
        </DisabledReason>
      </Stack>
    </Panel>
  )
}

function Recreate({ account, server, reason }: Part) {
  const [opened, dialog] = useDisclosure()
  return (
    <Panel title="Install anew">
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw={440}>
          Erases the disk and the snapshot and installs a system from scratch. Plan, addresses and backups stay.
        </Text>
        <DisabledReason reason={reason}>
          {(off) => (
            <Button color="red.8" onClick={dialog.open} {...off}>
              Install anew
            </Button>
          )}
        </DisabledReason>
      </Group>
      <Modal opened={opened} onClose={dialog.close} title={`Install ${server.name} anew?`}>
        {opened && <RecreateForm account={account} server={server} close={dialog.close} />}
      </Modal>
    </Panel>
  )
}

function RecreateForm({ account, server, close }: Own & { close: () => void }) {
  const provider = useAccount(account)
  const templates = useQuery(templatesQuery(account))
  const scripts = useQuery({
    ...scriptsQuery(account),
    enabled: provider?.capabilities.includes('servers.scripts') ?? false,
  })
  const [template, setTemplate] = useState<string | null>(null)
  const [script, setScript] = useState<string | null>(null)
  const [password, setPassword] = useState('')
  const [typed, setTyped] = useState('')
  const changed = useChanged(account, server.id)
  const run = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/vms/{id}/recreate', {
          params: { path: { provider: account, id: server.id } },
          body: {
            template: template ?? '',
            ...(password === '' ? {} : { password }),
            ...(script === null ? {} : { post_install_script_id: script }),
          },
        }),
      ),
    onSuccess: async () => {
      notifyDone(`${server.name} is being installed anew`)
      await changed()
      close()
    },
    gcTime: 0,
  })
  const failure = run.error ? asApiError(run.error) : undefined
  const may = template !== null && passwordProblem(password) === null && typed.trim() === server.name
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (may && !run.isPending) run.mutate()
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          Everything on the server and its snapshot are lost for good. Now it runs {server.os ?? 'a system'}.
        </Text>
        <Select
          label="System"
          placeholder="Choose a system"
          data={templateGroups(templates.data ?? [])}
          value={template}
          onChange={setTemplate}
          error={failure?.of('template')}
          searchable
          withAsterisk
          disabled={!templates.data}
          data-autofocus
        />
        <RootPassword
          value={password}
          onChange={setPassword}
          description="Left empty, the provider makes one and does not tell it here."
          error={failure?.of('password')}
        />
        {(scripts.data?.length ?? 0) > 0 && (
          <Select
            label="Script after the installation"
            placeholder="None"
            clearable
            data={(scripts.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
            value={script}
            onChange={setScript}
          />
        )}
        <TextInput
          label={
            <>
              Type <b>{server.name}</b> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <ErrorNote error={run.error ?? templates.error} known={['template', 'password']} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" color="red.8" disabled={!may} loading={run.isPending}>
            Erase and install
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
