// An apply that did not go through, or only in part.
import { Alert, Code, Stack, Text } from '@mantine/core'
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react'
import type { Schemas } from '@/api/client'
import type { ApiError } from '@/api/error'
import type { Outcome } from './PlanDiff'

type Change = Schemas['ChangeBody']

/** How each set of a plan ended; `undefined` where none is known to stand. */
export function outcomesOf(failure: ApiError | undefined): ((set: string) => Outcome) | undefined {
  if (!failure || failure.applied.length === 0) return undefined
  const { isUncertain } = failure
  const stands = new Set(failure.applied.map(plain))
  return (set) => (stands.has(plain(set)) ? 'applied' : isUncertain ? 'unknown' : 'open')
}

const plain = (set: string) => set.toLowerCase().replace(/\. /, ' ')

/** Some of the sets stand, the others do not: how many, and why. */
export function HalfWay({ failure, changes }: { failure: ApiError; changes: readonly Change[] }) {
  const done = failure.applied.length
  const left = changes.length - done
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertCircle aria-hidden />}
      title={`Stopped half-way: ${done} of ${changes.length} record sets ${done === 1 ? 'is' : 'are'} changed`}
      styles={{ message: { color: 'inherit' } }}
    >
      <Stack gap={4}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {failure.message.replace(/ \(these changes stand: .*\)$/s, '')}
        </Text>
        <Text size="sm">
          {failure.isUncertain
            ? `Of ${left === 1 ? 'the other one' : `the other ${left}`}, nobody knows yet. Plan the rest to see what is still to be done.`
            : `${left === 1 ? 'The other one is' : `The other ${left} are`} as before. Plan the rest, or undo what was changed.`}
        </Text>
        {failure.requestId && (
          <Text size="xs" c="dimmed">
            Request <Code fz="xs">{failure.requestId}</Code>
          </Text>
        )}
      </Stack>
    </Alert>
  )
}

/** The zone moved on between review and apply. */
export function Stale({ text }: { text: string }) {
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
