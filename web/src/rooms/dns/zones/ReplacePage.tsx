import {
  Accordion,
  Alert,
  Anchor,
  Button,
  Group,
  List,
  MultiSelect,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { sentence } from '@/api/error'
import { useAccounts } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { countChanges, Guards, openGuards, PlanDiff, type GuardName } from '@/parts/PlanReview'
import { StatusBadge } from '@/parts/StatusBadge'
import { TYPES } from '../records/types'

type Bulk = Schemas['BulkPlanBody']
type Outcome = Schemas['ZoneOutcome']

const words = (text: string | undefined) => (text ?? '').split(',').filter(Boolean)

/** One content by another over all zones: one plan, one result for each zone. */
export function ReplacePage() {
  const search = useSearch({ from: '/dns/replace' })
  const navigate = useNavigate({ from: '/dns/replace' })
  const { accounts } = useAccounts('dns')
  const [find, setFind] = useState(search.find ?? '')
  const [by, setBy] = useState(search.by ?? '')
  const types = words(search.types)
  const chosen = words(search.accounts)
  const keep = (change: typeof search) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
  const plan = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/dns/replace', {
          body: { search: find.trim(), replace: by.trim(), types, providers: chosen },
        }),
      ),
    onMutate: () => keep({ find: find.trim(), by: by.trim() }),
  })
  const reset = () => {
    if (plan.data || plan.error) plan.reset()
  }

  return (
    <>
      <PageHeader
        title="Search and replace"
        back={{ to: '/dns', label: 'DNS' }}
        description="Finds a whole value, such as an address or a host name, in the records of all zones and puts another in its place. You see the plan of each zone before anything is changed."
      />
      <Stack gap="md">
        <Panel>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              plan.mutate()
            }}
          >
            <Stack gap="md">
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
                <TextInput
                  label="Search"
                  placeholder="192.0.2.1 or old.example.com"
                  value={find}
                  onChange={(event) => {
                    setFind(event.currentTarget.value)
                    reset()
                  }}
                  autoComplete="off"
                  spellCheck={false}
                  classNames={{ input: 'mono' }}
                />
                <TextInput
                  label="Replace by"
                  placeholder="192.0.2.2 or new.example.com"
                  value={by}
                  onChange={(event) => {
                    setBy(event.currentTarget.value)
                    reset()
                  }}
                  autoComplete="off"
                  spellCheck={false}
                  classNames={{ input: 'mono' }}
                />
              </SimpleGrid>
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
                <MultiSelect
                  label="Only in accounts"
                  data={accounts.map((account) => account.name)}
                  value={chosen}
                  onChange={(next) => {
                    keep({ accounts: next.join(',') || undefined })
                    reset()
                  }}
                  placeholder={chosen.length === 0 ? 'All accounts' : undefined}
                  clearable
                />
                <MultiSelect
                  label="Only types"
                  data={[...TYPES]}
                  value={types}
                  onChange={(next) => {
                    keep({ types: next.join(',') || undefined })
                    reset()
                  }}
                  placeholder={types.length === 0 ? 'All types' : undefined}
                  clearable
                />
              </SimpleGrid>
              <ErrorNote error={plan.error} />
              <Group justify="flex-end">
                <Button type="submit" loading={plan.isPending} disabled={find.trim() === '' || by.trim() === ''}>
                  Find and plan
                </Button>
              </Group>
            </Stack>
          </form>
        </Panel>
        {plan.isPending && (
          <Text size="sm" c="dimmed" role="status">
            Reading the zones. With many of them this takes a while.
          </Text>
        )}
        {plan.data && <BulkReview key={plan.data.digest ?? ''} bulk={plan.data} onAgain={() => plan.mutate()} />}
      </Stack>
    </>
  )
}

function BulkReview({ bulk, onAgain }: { bulk: Bulk; onAgain: () => void }) {
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const [overrides, setOverrides] = useState<GuardName[]>([])
  const guards = new Map<GuardName, { message: string; zones: string[] }>()
  for (const plan of bulk.plans) {
    for (const guard of plan.guards) {
      const known = guards.get(guard.guard) ?? { message: guard.message, zones: [] }
      known.zones.push(plan.zone)
      guards.set(guard.guard, known)
    }
  }
  const apply = useMutation({
    mutationFn: () => ok(api.POST('/api/dns/apply', { body: { digest: bulk.digest ?? '', override: overrides } })),
    onSuccess: (outcomes) => {
      const done = outcomes.filter((outcome) => outcome.applied).length
      notifyDone(`${done} of ${outcomes.length} ${outcomes.length === 1 ? 'zone' : 'zones'} changed`)
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['zones'] })
      void client.invalidateQueries({ queryKey: ['zone'] })
    },
  })
  const changes = bulk.plans.flatMap((plan) => plan.changes)
  const calls = bulk.plans.reduce((sum, plan) => sum + plan.calls, 0)
  const outcomeOf = (account: string, zone: string) =>
    apply.data?.find((outcome) => outcome.account === account && outcome.zone === zone)

  return (
    <>
      {bulk.failed.length > 0 && (
        <Alert
          color="yellow"
          variant="light"
          role="status"
          icon={<IconAlertTriangle aria-hidden />}
          title={bulk.failed.length === 1 ? 'A zone is left out' : `${bulk.failed.length} zones are left out`}
          styles={{ message: { color: 'inherit' } }}
        >
          <List size="sm">
            {bulk.failed.map((failure) => (
              <List.Item key={`${failure.account} ${failure.zone}`}>
                <b>
                  {failure.zone === '*' ? 'All zones' : failure.zone} at {failure.account}
                </b>
                : {sentence(failure.error)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {bulk.plans.length === 0 ? (
        <Panel>
          <EmptyState icon={IconCircleCheck} title="Nothing to replace">
            No record of the zones that were read has this value.
          </EmptyState>
        </Panel>
      ) : (
        <Panel
          title={bulk.plans.length === 1 ? 'Plan for 1 zone' : `Plan for ${bulk.plans.length} zones`}
          description={`${countChanges(changes)}; applying takes ${calls} ${calls === 1 ? 'call' : 'calls'}.`}
          flush
        >
          <Accordion multiple defaultValue={bulk.plans.length <= 3 ? bulk.plans.map((plan) => plan.digest) : []}>
            {bulk.plans.map((plan) => (
              <Accordion.Item key={plan.digest} value={plan.digest}>
                <Accordion.Control>
                  <Group gap="sm">
                    <Text size="sm" fw={600}>
                      {plan.zone}
                    </Text>
                    <Text size="sm" c="dimmed">
                      {plan.account}
                    </Text>
                    {plan.guards.map((guard) => (
                      <StatusBadge key={guard.guard} tone="bad" size="sm">
                        {guard.guard}
                      </StatusBadge>
                    ))}
                    <OutcomeBadge outcome={outcomeOf(plan.account, plan.zone)} />
                  </Group>
                </Accordion.Control>
                <Accordion.Panel>
                  {outcomeOf(plan.account, plan.zone)?.error && (
                    <Text size="sm" c="var(--mantine-color-error)" px="sm" pb="xs">
                      {sentence(outcomeOf(plan.account, plan.zone)?.error ?? '')}
                    </Text>
                  )}
                  {plan.warnings.map((warning) => (
                    <Text size="sm" px="sm" pb="xs" key={warning}>
                      {sentence(warning)}
                    </Text>
                  ))}
                  <PlanDiff changes={plan.changes} zone={plan.zone} />
                  <Anchor component={Link} to={`/dns/${plan.account}/${plan.zone}`} size="sm" px="sm">
                    Open {plan.zone}
                  </Anchor>
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        </Panel>
      )}
      {!apply.data && (
        <Guards
          guards={[...guards].map(([guard, { message, zones }]) => ({ guard, message, concerns: zones }))}
          overrides={overrides}
          onChange={setOverrides}
        />
      )}
      <ErrorNote error={apply.error} />
      {apply.data ? (
        <Alert
          color={apply.data.every((outcome) => outcome.applied) ? 'green' : 'yellow'}
          variant="light"
          role="status"
          title={`${apply.data.filter((outcome) => outcome.applied).length} of ${apply.data.length} zones changed`}
          styles={{ message: { color: 'inherit' } }}
        >
          <Group justify="space-between" gap="xs">
            <Text size="sm">Each zone stands by itself. A zone&rsquo;s history has the way back.</Text>
            {apply.data.some((outcome) => !outcome.applied) && (
              <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onAgain}>
                Plan the rest
              </Button>
            )}
          </Group>
        </Alert>
      ) : (
        bulk.plans.length > 0 && (
          <Group justify="flex-end">
            <DisabledReason reason={readOnly ?? openGuards([...guards.keys()], overrides)}>
              {(off) => (
                <Button
                  color={guards.size > 0 ? 'red.8' : undefined}
                  loading={apply.isPending}
                  onClick={() => apply.mutate()}
                  {...off}
                >
                  {bulk.plans.length === 1 ? 'Apply to 1 zone' : `Apply to ${bulk.plans.length} zones`}
                </Button>
              )}
            </DisabledReason>
          </Group>
        )
      )}
    </>
  )
}

function OutcomeBadge({ outcome }: { outcome: Outcome | undefined }) {
  if (!outcome) return null
  return outcome.applied ? (
    <StatusBadge tone="good" size="sm">
      applied
    </StatusBadge>
  ) : (
    <StatusBadge tone="bad" size="sm">
      failed
    </StatusBadge>
  )
}
