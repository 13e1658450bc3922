// A plan before it is applied, and what came of it: diff, calls, warnings, guards, apply, undo.
//
//   <PlanReview account="local" zone="example.com"
//     make={() => ok(api.POST('.../plan', {...}))}        // stable; called once, and again after "Plan again"
//     onClose={close} onApplied={() => stage.clear()} />
//
// `plan` gives a plan that was made elsewhere, such as by an upload.
import { Alert, Anchor, Button, Checkbox, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconRefresh,
  IconShieldExclamation,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { asApiError, sentence } from '@/api/error'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from './DisabledReason'
import { EmptyState } from './EmptyState'
import { ErrorNote, ErrorState } from './ErrorState'
import { notifyDone } from './notify'
import { countChanges, PlanDiff } from './PlanDiff'

type Plan = Schemas['PlanBody']
type Guard = Schemas['GuardBody']
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
  const [overrides, setOverrides] = useState<Guard['guard'][]>([])
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

  if (apply.data) {
    return (
      <Result
        applied={apply.data}
        isUndo={undoing}
        onUndo={
          readOnly || undoing
            ? undefined
            : () => {
                setUndoing(true)
                setOverrides([])
                apply.reset()
                undo.mutate()
              }
        }
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

  const missing = plan.guards.filter((guard) => !overrides.includes(guard.guard))
  const refused = apply.error ? asApiError(apply.error) : undefined
  const needsPlan =
    refused !== undefined && (refused.code === 'stale_plan' || refused.applied.length > 0 || refused.isUncertain)
  const blocked =
    missing.length > 0
      ? `Tick what you override first: ${missing.map((guard) => guard.guard).join(', ')}`
      : needsPlan
        ? 'Plan again first: this plan is no longer good.'
        : undefined

  return (
    <Stack gap="md">
      <Text size="sm">
        {undoing && 'The way back: '}
        {plan.creates_zone && 'The zone is made, with '}
        <b>{countChanges(plan.changes)}</b> {plan.changes.length === 1 ? 'record set' : 'record sets'} of {zone}.{' '}
        {calls(plan.calls)} to {account}.
      </Text>
      {note}
      {plan.guards.length > 0 && (
        <Alert
          color="red"
          variant="light"
          icon={<IconShieldExclamation aria-hidden />}
          title="This looks like an accident"
          styles={{ message: { color: 'inherit' } }}
        >
          <Stack gap="sm">
            {plan.guards.map((guard) => (
              <Checkbox
                key={guard.guard}
                checked={overrides.includes(guard.guard)}
                onChange={(event) => {
                  const on = event.currentTarget.checked
                  setOverrides((old) => (on ? [...old, guard.guard] : old.filter((one) => one !== guard.guard)))
                }}
                label={
                  <>
                    Override <b>{guard.guard}</b>: {guard.message}
                  </>
                }
                description={named(guard.sets)}
                styles={{ description: { color: 'inherit' } }}
              />
            ))}
          </Stack>
        </Alert>
      )}
      {plan.warnings.length > 0 && (
        <Alert
          color="yellow"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={plan.warnings.length === 1 ? 'A warning' : `${plan.warnings.length} warnings`}
          styles={{ message: { color: 'inherit' } }}
        >
          {plan.warnings.map((warning) => (
            <Text size="sm" key={warning}>
              {sentence(warning)}
            </Text>
          ))}
        </Alert>
      )}
      <Paper withBorder bg="transparent" style={{ borderColor: 'var(--setec-line)', overflow: 'hidden' }}>
        <PlanDiff changes={plan.changes} zone={zone} />
      </Paper>
      {refused && (refused.code === 'stale_plan' ? <Stale text={refused.message} /> : <ErrorNote error={refused} />)}
      <Group justify="flex-end" gap="xs">
        {actions?.(plan)}
        {needsPlan ? (
          <Button leftSection={<IconRefresh size={16} aria-hidden />} onClick={again}>
            {refused.applied.length > 0 ? 'Plan the rest' : 'Plan again'}
          </Button>
        ) : (
          <>
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

function named(sets: readonly string[]): string {
  return sets.length > 5 ? `${sets.slice(0, 5).join(', ')} and ${sets.length - 5} more` : sets.join(', ')
}

/** The zone moved on between review and apply. */
function Stale({ text }: { text: string }) {
  const at = text.indexOf(': ')
  const differences = at < 0 ? [] : text.slice(at + 2).split(/, (?=[+-] )/)
  return (
    <Alert
      color="yellow"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title="The zone has changed since this was planned"
      styles={{ message: { color: 'inherit' } }}
    >
      <Text size="sm">Nothing was applied. Meanwhile, somebody or something else did this:</Text>
      <Stack gap={0} my={6} className="mono">
        {differences.map((difference) => (
          <span key={difference}>{difference}</span>
        ))}
      </Stack>
    </Alert>
  )
}

function Result(props: {
  applied: Applied
  isUndo: boolean
  onUndo: (() => void) | undefined
  account: string
  zone: string
  onClose: () => void
}) {
  const { applied, isUndo, onUndo, account, zone, onClose } = props
  return (
    <Stack gap="md">
      <Alert
        color="green"
        variant="light"
        role="status"
        icon={<IconCircleCheck aria-hidden />}
        title={isUndo ? 'Undone' : 'Applied'}
        styles={{ message: { color: 'inherit' } }}
      >
        <Text size="sm">
          {countChanges(applied.changes)} in {zone}.{' '}
          {applied.visible
            ? `${account} shows all of it already.`
            : `${account} took it, but does not show all of it yet.`}{' '}
          <Anchor
            component={Link}
            to={`/dns/${account}/${zone}`}
            search={{ tab: 'live' } as never}
            size="sm"
            c="inherit"
            td="underline"
            onClick={onClose}
          >
            Is it live?
          </Anchor>
        </Text>
      </Alert>
      <Paper withBorder bg="transparent" style={{ borderColor: 'var(--setec-line)', overflow: 'hidden' }}>
        <PlanDiff changes={applied.changes} zone={zone} />
      </Paper>
      <Group justify="flex-end" gap="xs">
        {onUndo && (
          <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={onUndo}>
            Undo
          </Button>
        )}
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  )
}
