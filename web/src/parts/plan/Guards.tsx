// What makes a plan look like an accident, each with the tick that overrides exactly this.
import { Alert, Checkbox, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconShieldExclamation } from '@tabler/icons-react'
import type { Schemas } from '@/api/client'
import { sentence } from '@/api/error'

export type GuardName = Schemas['Guard']

interface Props {
  guards: readonly { guard: GuardName; message: string; concerns: readonly string[] }[]
  overrides: readonly GuardName[]
  onChange: (overrides: GuardName[]) => void
}

export function Guards({ guards, overrides, onChange }: Props) {
  if (guards.length === 0) return null
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconShieldExclamation aria-hidden />}
      title="This looks like an accident"
      styles={{ message: { color: 'inherit' } }}
    >
      <Stack gap="sm">
        {guards.map(({ guard, message, concerns }) => (
          <Checkbox
            key={guard}
            checked={overrides.includes(guard)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...overrides, guard] : overrides.filter((one) => one !== guard))
            }
            label={
              <>
                Override <b>{guard}</b>: {message}
              </>
            }
            description={first(concerns)}
            styles={{ description: { color: 'inherit' } }}
          />
        ))}
      </Stack>
    </Alert>
  )
}

/** Why it cannot be applied yet, where a guard is open. */
export function openGuards(guards: readonly GuardName[], overrides: readonly GuardName[]): string | undefined {
  const open = guards.filter((guard) => !overrides.includes(guard))
  return open.length > 0 ? `Tick what you override first: ${open.join(', ')}` : undefined
}

function first(sets: readonly string[]): string {
  return sets.length > 5 ? `${sets.slice(0, 5).join(', ')} and ${sets.length - 5} more` : sets.join(', ')
}

export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={warnings.length === 1 ? 'A warning' : `${warnings.length} warnings`}
      styles={{ message: { color: 'inherit' } }}
    >
      {warnings.map((warning) => (
        <Text size="sm" key={warning}>
          {sentence(warning)}
        </Text>
      ))}
    </Alert>
  )
}
