import { Alert, Code, Stack, Text } from '@mantine/core'
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react'
import { asApiError } from '@/api/error'
import { explainTest } from './model'

interface Props {
  provider: string
  message: string | undefined
  error: unknown
  unsaved: boolean
}

/** How the test of a connection went, in words. */
export function TestResult({ provider, message, error, unsaved }: Props) {
  if (error) {
    const failure = asApiError(error)
    const { title, advice } = explainTest(failure, provider)
    return (
      <Alert
        color="red"
        variant="light"
        role="alert"
        title={title}
        icon={<IconAlertCircle aria-hidden />}
        styles={{ message: { color: 'inherit' } }}
      >
        <Stack gap={4}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {failure.message}
          </Text>
          {advice && <Text size="sm">{advice}</Text>}
          {failure.requestId && (
            <Text size="xs" c="dimmed">
              Request <Code fz="xs">{failure.requestId}</Code>
            </Text>
          )}
        </Stack>
      </Alert>
    )
  }
  if (message === undefined) return null
  return (
    <Alert
      color="green"
      variant="light"
      role="status"
      title="Connection successful"
      icon={<IconCircleCheck aria-hidden />}
      styles={{ message: { color: 'inherit' } }}
    >
      {message !== 'Connection successful' && <Text size="sm">{message}</Text>}
      {unsaved && <Text size="sm">Nothing is saved yet. Choose Save Configuration to keep these settings.</Text>}
    </Alert>
  )
}
