// Lock, privacy or name servers of many domains: first what will happen, then what did.
import { Alert, Button, Group, Modal, Progress, ScrollArea, Stack, Table, Text, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { setLock, setNameservers, setPrivacy, syncDomain } from './actions'
import { useRun } from './bulk'
import { isGone, parseHosts, plural, type SyncedDomain } from './model'
import { ResultCell } from './ResultCell'

export type Change = 'lock' | 'unlock' | 'privacy-on' | 'privacy-off' | 'nameservers'

const TITLES: Record<Change, string> = {
  lock: 'Lock',
  unlock: 'Unlock',
  'privacy-on': 'Hide the owner of',
  'privacy-off': 'Show the owner of',
  nameservers: 'Change the name servers of',
}

const MEANING: Record<Change, string> = {
  lock: 'Locked domains cannot be transferred away.',
  unlock: 'Unlocked domains can be transferred away by whoever has the transfer code.',
  'privacy-on': 'The owner’s data is hidden in WHOIS.',
  'privacy-off': 'The owner’s name, address and e-mail become public in WHOIS.',
  nameservers: 'From then on these servers answer for the domains. Records that they do not have will be missing.',
}

interface Props {
  change: Change
  domains: readonly SyncedDomain[]
  onClose: () => void
}

/** So many are listed; the change is made to all. */
const ROWS = 200

const idOf = (domain: SyncedDomain) => `${domain.account}/${domain.name}`

export function BulkChange({ change, domains, onClose }: Props) {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const hosts = useMemo(() => parseHosts(text), [text])
  const act = useCallback(
    async (domain: SyncedDomain) => {
      if (change === 'nameservers') await setNameservers(domain, hosts)
      else if (change === 'lock' || change === 'unlock') await setLock(domain, change === 'lock')
      else await setPrivacy(domain, change === 'privacy-on')
      // The list shows what was last seen; a look that fails now is made by the next synchronisation.
      await syncDomain(domain).catch(() => undefined)
    },
    [change, hosts],
  )
  const { results, isRunning, run, hasRun, done, failed } = useRun(idOf, act)

  const plan = domains.map((domain) => ({ domain, skip: skipReason(change, domain, hosts) }))
  const todo = plan.filter((entry) => entry.skip === undefined).map((entry) => entry.domain)
  // Of thousands, what went wrong comes first.
  const isFailed = ({ domain }: { domain: SyncedDomain }) => results.get(idOf(domain))?.state === 'failed'
  const shown = [...plan].sort((a, b) => Number(isFailed(b)) - Number(isFailed(a))).slice(0, ROWS)
  const ready = change !== 'nameservers' || hosts.length > 0
  const failures = domains.filter((domain) => results.get(idOf(domain))?.state === 'failed')

  async function start(list: SyncedDomain[]) {
    await run(list)
    await client.invalidateQueries({ queryKey: ['domains'] })
    await client.invalidateQueries({ queryKey: ['domain'] })
  }

  return (
    <Modal
      opened
      size="xl"
      title={`${TITLES[change]} ${plural(domains.length, 'domain')}`}
      onClose={onClose}
      closeOnClickOutside={!isRunning}
      closeOnEscape={!isRunning}
      withCloseButton={!isRunning}
    >
      <Stack gap="md">
        <Text size="sm">{MEANING[change]}</Text>
        {change === 'nameservers' && !hasRun && (
          <Textarea
            label="New name servers"
            description="One per line. They replace those that the domains have."
            placeholder={'ns1.example.net\nns2.example.net'}
            autosize
            minRows={2}
            maxRows={6}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={hosts.length === 1 ? 'Most registries ask for two or more' : undefined}
            data-autofocus
          />
        )}
        <ScrollArea.Autosize mah={340} type="auto" offsetScrollbars viewportProps={{ tabIndex: 0 }}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Domain</Table.Th>
                <Table.Th>{hasRun ? 'Result' : 'What will happen'}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ domain, skip }) => {
                const result = results.get(idOf(domain))
                return (
                  <Table.Tr key={idOf(domain)}>
                    <Table.Td>
                      {domain.name}
                      <Text size="xs" c="dimmed">
                        {domain.account}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      {result ? (
                        <ResultCell result={result} done={() => DONE[change]} />
                      ) : skip !== undefined ? (
                        <Text size="sm" c="dimmed">
                          Left as it is: {skip}
                        </Text>
                      ) : (
                        <Preview change={change} domain={domain} hosts={hosts} />
                      )}
                    </Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
        {plan.length > shown.length && (
          <Text size="sm" c="dimmed">
            and {plural(plan.length - shown.length, 'domain')} more, {todo.length.toLocaleString()} of{' '}
            {plan.length.toLocaleString()} to be changed
          </Text>
        )}
        {isRunning && (
          <Progress
            value={((done + failed) / Math.max(1, results.size)) * 100}
            animated
            aria-label={`${done + failed} of ${results.size} done`}
          />
        )}
        {hasRun && !isRunning && (
          <Alert color={failed > 0 ? 'yellow' : 'green'} variant="light" p="sm" role="status">
            {plural(done, 'domain')} changed{failed > 0 ? `, ${failed} refused or failed` : ''}.
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={isRunning}>
            {hasRun ? 'Close' : 'Cancel'}
          </Button>
          {failures.length > 0 && !isRunning && (
            <Button variant="default" onClick={() => void start(failures)}>
              Try {failures.length} again
            </Button>
          )}
          {(!hasRun || isRunning) && (
            <Button onClick={() => void start(todo)} disabled={!ready || todo.length === 0} loading={isRunning}>
              {VERBS[change]} {plural(todo.length, 'domain')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

const VERBS: Record<Change, string> = {
  lock: 'Lock',
  unlock: 'Unlock',
  'privacy-on': 'Hide the owner of',
  'privacy-off': 'Show the owner of',
  nameservers: 'Change',
}

const DONE: Record<Change, string> = {
  lock: 'Locked',
  unlock: 'Unlocked',
  'privacy-on': 'Owner hidden',
  'privacy-off': 'Owner shown',
  nameservers: 'Name servers changed',
}

function skipReason(change: Change, domain: SyncedDomain, hosts: readonly string[]): string | undefined {
  if (isGone(domain)) return 'it is not in the account any more.'
  if (change === 'lock' && domain.locked === true) return 'it is locked.'
  if (change === 'unlock' && domain.locked === false) return 'it is not locked.'
  if (change === 'privacy-on' && domain.privacy_protection === true) return 'its owner is hidden.'
  if (change === 'privacy-off' && domain.privacy_protection === false) return 'its owner is shown.'
  if (change === 'nameservers' && hosts.length > 0 && sameHosts(domain.nameservers, hosts))
    return 'it has these servers.'
  return undefined
}

function sameHosts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join()
}

function Preview({ change, domain, hosts }: { change: Change; domain: SyncedDomain; hosts: readonly string[] }) {
  const say = (on: boolean | null | undefined, yes: string, no: string) => (on == null ? 'not known' : on ? yes : no)
  if (change === 'nameservers')
    return (
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        <s>{domain.nameservers.join(', ') || 'none'}</s>
        {hosts.length > 0 && <> → {hosts.join(', ')}</>}
      </Text>
    )
  const isLock = change === 'lock' || change === 'unlock'
  const now = isLock ? say(domain.locked, 'locked', 'not locked') : say(domain.privacy_protection, 'hidden', 'shown')
  const then = { lock: 'locked', unlock: 'not locked', 'privacy-on': 'hidden', 'privacy-off': 'shown' }[change]
  return (
    <Text size="sm">
      {now} → <b>{then}</b>
    </Text>
  )
}
