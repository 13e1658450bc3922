import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { IconArrowBackUp, IconCircleCheck, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { asApiError } from '@/api/error'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '../DisabledReason'
import { EmptyState } from '../EmptyState'
import { ErrorNote, ErrorState } from '../ErrorState'
import { notifyDone } from '../notify'
import { Guards, openGuards, Warnings, type GuardName } from './Guards'
import { countChanges, DiffFrame, PlanDiff } from './PlanDiff'
import { HalfWay, outcomesOf, Stale } from './Refused'
import { Result } from './Result'

type Plan = Schemas['PlanBody']
type Applied = Schemas['AppliedBody']

interface Props {
  account: string
  zone: string
  make: () => Promise<Plan>
  plan?: Plan | undefined
  onClose: () => void
  onApplied?: (applied: Applied) => void
  /** What else can be done with the plan, beside Apply. */
  actions?: (plan: Plan) => ReactNode
  /** Shown above the diff. */
  note?: ReactNode
}

export function PlanReview(props: Props) {
  const { account, zone, onClose, onApplied, actions, note } = props
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const [overrides, setOverrides] = useState<GuardName[]>([])
  const [undoing, setUndoing] = useState(false)
  const path = { provider: account, domain: zone }

  const planning = useMutation({ mutationFn: (make: () => Promise<Plan>) => make() })
  const apply = useMutation({
    mutationFn: (plan: Plan) =>
      ok(
        api.POST('/api/hosting/providers/{provider}/dns/{domain}/apply', {
          params: { path },
          body: { digest: plan.digest, override: overrides },
        }),
      ),
    onSuccess: (applied, plan) => {
      notifyDone(`${zone}: ${applied.changes.length === 1 ? '1 change' : `${applied.changes.length} changes`} applied`)
      if (plan.creates_zone) void client.invalidateQueries({ queryKey: ['zones'] })
      onApplied?.(applied)
    },
    // A failure may have left some of it in place.
    onSettled: () => void client.invalidateQueries({ queryKey: ['zone', account, zone] }),
  })
  const undo = useMutation({
    mutationFn: async () => {
      const versions = await ok(api.GET('/api/hosting/providers/{provider}/dns/{domain}/history', { params: { path } }))
      const own = versions.findIndex((version) => version.origin === 'change')
      const before = versions[own + 1]
      if (own < 0 || !before) throw new Error('No state from before the change is known.')
      return ok(
        api.POST('/api/hosting/providers/{provider}/dns/{domain}/history/{id}/restore', {
          params: { path: { ...path, id: before.id } },
        }),
      )
    },
  })

  const plan = undoing ? undo.data : (planning.data ?? props.plan)
  const begin = (make: () => Promise<Plan>) => {
    setOverrides([])
    apply.reset()
    planning.mutate(make)
  }
  const started = useRef(false)
  useEffect(() => {
    if (started.current || props.plan) return
    started.current = true
    planning.mutate(props.make)
  }, [planning, props.make, props.plan])

  function again() {
    if (!undoing) {
      begin(props.make)
      return
    }
    setOverrides([])
    apply.reset()
    undo.mutate()
  }

  function takeBack() {
    setUndoing(true)
    setOverrides([])
    apply.reset()
    undo.mutate()
  }

  if (apply.data) {
    return (
      <Result
        applied={apply.data}
        isUndo={undoing}
        onUndo={readOnly || undoing ? undefined : takeBack}
        account={account}
        zone={zone}
        onClose={onClose}
      />
    )
  }
  const failure = undoing ? undo.error : planning.error
  if (failure) return <ErrorState title="This cannot be planned" error={failure} onRetry={again} />
  if (!plan || planning.isPending || undo.isPending) {
    return (
      <Group gap="sm" py="xl" justify="center" role="status">
        <Loader size="sm" />
        <Text size="sm">Comparing with the zone as it is now</Text>
      </Group>
    )
  }
  if (plan.changes.length === 0 && !plan.creates_zone) {
    return (
      <EmptyState icon={IconCircleCheck} title="Nothing to change" action={<Button onClick={onClose}>Close</Button>}>
        The zone is already so.
      </EmptyState>
    )
  }

  const refused = apply.error ? asApiError(apply.error) : undefined
  const outcome = outcomesOf(refused)
  const needsPlan =
    refused !== undefined && (refused.code === 'stale_plan' || outcome !== undefined || refused.isUncertain)
  const blocked = openGuards(
    plan.guards.map((guard) => guard.guard),
    overrides,
  )

  return (
    <Stack gap="md">
      <Text size="sm">
        {undoing && 'The way back: '}
        {plan.creates_zone && 'The zone is made, with '}
        <b>{countChanges(plan.changes)}</b> {plan.changes.length === 1 ? 'record set' : 'record sets'} of {zone}.{' '}
        {!outcome && `${calls(plan.calls)} to ${account}.`}
      </Text>
      {note}
      {!needsPlan && (
        <>
          <Guards
            guards={plan.guards.map(({ guard, message, sets }) => ({ guard, message, concerns: sets }))}
            overrides={overrides}
            onChange={setOverrides}
          />
          <Warnings warnings={plan.warnings} />
        </>
      )}
      <DiffFrame>
        <PlanDiff changes={plan.changes} zone={zone} outcome={outcome} />
      </DiffFrame>
      {refused &&
        (refused.code === 'stale_plan' ? (
          <Stale text={refused.message} />
        ) : outcome ? (
          <HalfWay failure={refused} changes={plan.changes} />
        ) : (
          <ErrorNote error={refused} />
        ))}
      <Group justify="flex-end" gap="xs">
        {needsPlan ? (
          <>
            {outcome && !undoing && (
              <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={takeBack}>
                Undo what was changed
              </Button>
            )}
            <Button leftSection={<IconRefresh size={16} aria-hidden />} onClick={again}>
              {outcome ? 'Plan the rest' : 'Plan again'}
            </Button>
          </>
        ) : (
          <>
            {actions?.(plan)}
            <Button variant="default" onClick={onClose}>
              Back
            </Button>
            <DisabledReason reason={readOnly ?? blocked}>
              {(off) => (
                <Button
                  color={plan.guards.length > 0 ? 'red.8' : undefined}
                  loading={apply.isPending}
                  onClick={() => apply.mutate(plan)}
                  {...off}
                >
                  Apply {plan.changes.length === 1 ? '1 change' : `${plan.changes.length.toLocaleString()} changes`}
                </Button>
              )}
            </DisabledReason>
          </>
        )}
      </Group>
    </Stack>
  )
}

function calls(count: number): string {
  return count === 1 ? 'Applying takes 1 call' : `Applying takes ${count} calls`
}
