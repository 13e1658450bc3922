import { Alert, Button, Group, Select, Stack, Table, Text, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { api, ok, type Schemas } from '@/api/client'
import { sentence } from '@/api/error'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { Panel } from '@/parts/Panel'
import { StatusBadge, type Tone } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import { ttlWords } from '@/parts/ttl'
import { splitKey } from '../editor/SetEditor'
import { relative } from '../records/model'
import { useZone } from './context'
import { Waiting } from './Waiting'

type LiveSet = Schemas['LiveSetBody']
type Answer = Schemas['LiveAnswerBody']

const liveQuery = (account: string, zone: string, set: string | undefined) =>
  queryOptions({
    queryKey: ['zone', account, zone, 'live', set ?? ''],
    queryFn: ({ signal }) => {
      const [name, type] = set ? splitKey(set) : []
      return ok(
        api.GET('/api/hosting/providers/{provider}/dns/{domain}/live', {
          params: { path: { provider: account, domain: zone }, query: { name, type } },
          signal,
        }),
      )
    },
    staleTime: 10_000,
  })

const STATES: Record<string, { word: string; tone: Tone }> = {
  same: { word: 'as wanted', tone: 'good' },
  different: { word: 'different', tone: 'warn' },
  missing: { word: 'missing', tone: 'bad' },
  no_answer: { word: 'no answer', tone: 'bad' },
}

const SOURCES: Record<string, string> = {
  registrar: 'The servers are those that the registrar has.',
  zone: 'The servers are those of the zone’s own NS records.',
}

/** What each authoritative server answers now, against what is wanted. */
export function LiveTab() {
  const { account, zone, sets, go } = useZone()
  const { set } = useSearch({ from: '/dns/$account/$zone' })
  const live = useQuery(liveQuery(account, zone, set))
  const choices = [...sets.keys()].filter((key) => !key.endsWith(' SOA')).slice(0, 2000)
  const answers = live.data?.sets.flatMap((one) => one.answers) ?? []
  const good = answers.filter((answer) => answer.state === 'same').length
  return (
    <Panel
      title="Is it live?"
      description={live.data ? SOURCES[live.data.source] : 'What each name server of the zone answers now.'}
      flush
      actions={
        <>
          <Select
            aria-label="Record set"
            placeholder="Sets changed last"
            data={choices}
            value={set ?? null}
            onChange={(next) => go({ set: next ?? undefined })}
            searchable
            clearable
            limit={100}
            w={220}
          />
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={live.isFetching}
            onClick={() => void live.refetch()}
          >
            Ask again
          </Button>
        </>
      }
    >
      {live.error ? (
        <ErrorState error={live.error} onRetry={() => void live.refetch()} />
      ) : !live.data ? (
        <Waiting label="Asking the name servers" />
      ) : (
        <>
          {live.data.problem && (
            <Alert color="yellow" variant="light" m="md" styles={{ message: { color: 'inherit' } }} role="status">
              <Text size="sm">{sentence(live.data.problem)}</Text>
            </Alert>
          )}
          {live.data.servers.length === 0 ? null : live.data.sets.length === 0 ? (
            <EmptyState title="Nothing to ask about">The zone has no records yet.</EmptyState>
          ) : (
            <>
              <Text size="sm" px="md" py="xs" c="dimmed" aria-live="polite">
                {good === answers.length
                  ? 'All answers are as wanted'
                  : `${good} of ${answers.length} answers are as wanted`}
                , asked <TimeText at={live.data.asked_at} />.
              </Text>
              <Table.ScrollContainer minWidth={190 + 150 * live.data.servers.length} type="native">
                <Table verticalSpacing="sm" horizontalSpacing="md" style={{ borderTop: '1px solid var(--setec-line)' }}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Record set</Table.Th>
                      {live.data.servers.map((server) => (
                        <Table.Th key={server.name + (server.address ?? '')}>
                          {server.name}
                          <Text size="xs" c="dimmed" fw={400}>
                            {server.problem ? sentence(server.problem) : server.address}
                          </Text>
                        </Table.Th>
                      ))}
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {live.data.sets.map((one) => (
                      <SetRow key={`${one.name} ${one.type}`} set={one} zone={zone} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </>
          )}
        </>
      )}
    </Panel>
  )
}

function SetRow({ set, zone }: { set: LiveSet; zone: string }) {
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Th scope="row" fw={400}>
        <Text size="sm" fw={600}>
          {relative(set.name, zone)} <span className="mono">{set.type}</span>
        </Text>
        <Values values={set.wanted?.values ?? []} none={set.type === 'SOA' ? undefined : 'shall not be there'} />
        {set.wanted && (
          <Text size="xs" c="dimmed">
            TTL {ttlWords(set.wanted.ttl)}
          </Text>
        )}
      </Table.Th>
      {set.answers.map((answer, index) => (
        <Table.Td key={index}>
          <AnswerCell answer={answer} isAsWanted={answer.state === 'same'} />
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

function AnswerCell({ answer, isAsWanted }: { answer: Answer; isAsWanted: boolean }) {
  const state = STATES[answer.state] ?? { word: answer.state, tone: 'neutral' as const }
  return (
    <Stack gap={4}>
      <Group gap="2px 6px">
        <StatusBadge tone={state.tone} size="sm" flex="none">
          {state.word}
        </StatusBadge>
        {answer.rtt_ms != null && (
          <Tooltip label="How long the answer took">
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {answer.rtt_ms < 10 ? answer.rtt_ms.toFixed(1) : Math.round(answer.rtt_ms)} ms
            </Text>
          </Tooltip>
        )}
      </Group>
      {!isAsWanted && <Values values={answer.values} none={undefined} />}
      {answer.detail && (
        <Text size="xs" c="dimmed">
          {sentence(answer.detail)}
        </Text>
      )}
    </Stack>
  )
}

function Values({ values, none }: { values: readonly string[]; none: string | undefined }) {
  if (values.length === 0) {
    return none ? (
      <Text size="xs" c="dimmed">
        {none}
      </Text>
    ) : null
  }
  const shown = values.slice(0, 6)
  return (
    <div className="mono" style={{ fontSize: '0.75rem', overflowWrap: 'anywhere', maxWidth: 380 }}>
      {shown.map((value) => (
        <div key={value}>{value}</div>
      ))}
      {values.length > shown.length && <div>and {values.length - shown.length} more</div>}
    </div>
  )
}
