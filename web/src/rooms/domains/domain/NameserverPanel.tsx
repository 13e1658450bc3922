import { Alert, Anchor, Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { CopyText } from '@/parts/CopyText'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { setNameservers } from '../actions'
import { isGone, parseHosts, type Domain } from '../model'

interface Props {
  account: string
  domain: Domain
  /** The account that has a zone of this name. */
  zone: string | undefined
}

/** Which servers answer for the domain. */
export function NameserverPanel({ account, domain, zone }: Props) {
  const readOnly = useReadOnlyReason()
  const [editing, setEditing] = useState(false)
  const off = readOnly ?? (isGone(domain) ? `${domain.name} is not in the account any more.` : undefined)
  return (
    <Panel
      title="Name servers"
      actions={
        <DisabledReason reason={off}>
          {(props) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={14} aria-hidden />}
              onClick={() => setEditing(true)}
              {...props}
            >
              Edit
            </Button>
          )}
        </DisabledReason>
      }
    >
      {domain.nameservers.length > 0 ? (
        <Stack gap={4}>
          {domain.nameservers.map((host) => (
            <CopyText key={host} value={host} label="name server" />
          ))}
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          It has none yet: nobody answers for the domain.
        </Text>
      )}
      {zone !== undefined && (
        <Text size="sm" c="dimmed" mt="sm">
          A zone of this name is at{' '}
          <Anchor component={Link} to={`/dns/${zone}/${domain.name}`} inherit>
            {zone}
          </Anchor>
          .
        </Text>
      )}
      {editing && <Editor account={account} domain={domain} onClose={() => setEditing(false)} />}
    </Panel>
  )
}

function Editor({ account, domain, onClose }: { account: string; domain: Domain; onClose: () => void }) {
  const client = useQueryClient()
  const { name } = domain
  const [text, setText] = useState(domain.nameservers.join('\n'))
  const hosts = parseHosts(text)
  const added = hosts.filter((host) => !domain.nameservers.includes(host))
  const removed = domain.nameservers.filter((host) => !hosts.includes(host))
  const same = added.length === 0 && removed.length === 0
  const save = useMutation({
    mutationFn: () => setNameservers({ account, name }, hosts),
    onSuccess: () => {
      notifyDone(`The name servers of ${name} are changed`, 'Resolvers may keep the old ones for up to two days.')
      void client.invalidateQueries({ queryKey: ['domain', account, name] })
      void client.invalidateQueries({ queryKey: ['domains'] })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Name servers of ${name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!same && hosts.length > 0) save.mutate()
        }}
      >
        <Stack gap="md">
          <Textarea
            label="Name servers"
            description="One per line, in their order"
            autosize
            minRows={3}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            data-autofocus
          />
          {!same && (
            <Alert color="yellow" variant="light" p="sm" title="What will happen">
              <List size="sm">
                {removed.map((host) => (
                  <List.Item key={host}>
                    <s>{host}</s> answers no longer
                  </List.Item>
                ))}
                {added.map((host) => (
                  <List.Item key={host}>
                    <b>{host}</b> answers from then on
                  </List.Item>
                ))}
              </List>
              <Text size="sm" mt={6}>
                Records that the new servers do not have will be missing.
              </Text>
            </Alert>
          )}
          <ErrorNote error={save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={same || hosts.length === 0} loading={save.isPending}>
              Change name servers
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
