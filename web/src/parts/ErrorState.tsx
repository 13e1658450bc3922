// A failure in the place of what could not be shown: the words, retry, the request id.
//   <ErrorState error={query.error} onRetry={() => void query.refetch()} />
// A failed change goes to <ErrorNote error={mutation.error} /> beside its button.
import { Alert, Button, Code, Group, List, Stack, Text } from '@mantine/core'
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { asApiError, sentence, type ApiError } from '@/api/error'
import { wholeField } from './forms'

export function ErrorState({ error, title, onRetry }: { error: unknown; title?: string; onRetry?: () => void }) {
  const failure = asApiError(error)
  return (
    <Alert
      color="red"
      icon={<IconAlertCircle aria-hidden />}
      title={title ?? headline(failure)}
      role="alert"
      variant="light"
      styles={{ message: { color: 'inherit' } }}
    >
      <Stack gap="xs">
        <Details failure={failure} />
        {onRetry && <Retry onRetry={onRetry} after={failure.retryAfter} />}
      </Stack>
    </Alert>
  )
}

/** A refused or failed change, beside the form or button it came from. `known` fields are shown at their inputs. */
export function ErrorNote({ error, known = [] }: { error: unknown; known?: readonly string[] }) {
  if (!error) return null
  const failure = asApiError(error)
  return (
    <Alert
      color="red"
      role="alert"
      variant="light"
      p="sm"
      icon={<IconAlertCircle aria-hidden />}
      styles={{ message: { color: 'inherit' } }}
    >
      <Details failure={failure} known={known} />
    </Alert>
  )
}

function Details({ failure, known = [] }: { failure: ApiError; known?: readonly string[] }) {
  const others = failure.violations.filter((violation) => !known.includes(wholeField(violation.field)))
  const atInputs = failure.violations.length > 0 && others.length === 0
  return (
    <Stack gap={4}>
      {others.length > 1 ? (
        <List size="sm">
          {others.map((violation) => (
            <List.Item key={`${violation.field} ${violation.rule}`}>
              <b>{violation.field}</b>: {violation.rule}
            </List.Item>
          ))}
        </List>
      ) : (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {atInputs ? 'Correct the marked fields.' : failure.message}
        </Text>
      )}
      {failure.applied.length > 0 && <Text size="sm">Done before the failure: {failure.applied.join(', ')}</Text>}
      {failure.isUncertain && failure.status >= 502 && (
        <Text size="sm">
          If this was a change, nobody knows yet whether it was carried out: look before you repeat it.
        </Text>
      )}
      {failure.requestId && !atInputs && (
        <Text size="xs" c="dimmed">
          Request <Code fz="xs">{failure.requestId}</Code>
        </Text>
      )}
    </Stack>
  )
}

function Retry({ onRetry, after }: { onRetry: () => void; after?: number | undefined }) {
  const [left, setLeft] = useState(after ?? 0)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left])
  return (
    <Group>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={14} aria-hidden />}
        disabled={left > 0}
        onClick={onRetry}
      >
        {left > 0 ? `Try again in ${left} s` : 'Try again'}
      </Button>
    </Group>
  )
}

const HEADLINES: Record<string, string> = {
  network: 'No connection to Setec Manager',
  not_found: 'Not found',
  forbidden: 'Not allowed',
  rate_limited: 'Too many requests for now',
  not_supported: 'The provider does not offer this',
  provider_credentials: 'The provider refused the stored credentials',
  provider_protocol: 'The provider answered something that makes no sense',
  provider_unavailable: 'The provider cannot be reached',
  provider_timeout: 'The provider did not answer in time',
  internal: 'A fault of Setec Manager',
}

function headline(failure: ApiError): string {
  return HEADLINES[failure.code] ?? sentence('this did not work')
}
