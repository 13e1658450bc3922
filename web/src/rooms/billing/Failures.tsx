import { Stack } from '@mantine/core'
import { ErrorState } from '@/parts/ErrorState'

interface Failure {
  account: string
  error: unknown
  retry: () => void
}

/** Accounts that did not answer, above what the others said. */
export function Failures({ failures }: { failures: readonly Failure[] }) {
  if (failures.length === 0) return null
  return (
    <Stack gap="xs" mb="md">
      {failures.map((failure) => (
        <ErrorState
          key={failure.account}
          title={`${failure.account} did not answer`}
          error={failure.error}
          onRetry={failure.retry}
        />
      ))}
    </Stack>
  )
}
