import { Group, Loader, Text } from '@mantine/core'
import { IconAlertCircle, IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { asApiError } from '@/api/error'
import type { Result } from './bulk'

/** What became of one domain in a change of many. */
export function ResultCell<T>({ result, done }: { result: Result<T> | undefined; done: (value: T) => ReactNode }) {
  if (!result) return null
  switch (result.state) {
    case 'waiting':
      return (
        <Text size="sm" c="dimmed">
          waits
        </Text>
      )
    case 'running':
      return (
        <Group gap={6} wrap="nowrap">
          <Loader size={12} aria-hidden />
          <Text size="sm">under way</Text>
        </Group>
      )
    case 'done':
      return (
        <Group gap={6} wrap="nowrap" align="flex-start">
          <IconCheck
            size={15}
            color="var(--mantine-color-green-7)"
            aria-hidden
            style={{ flexShrink: 0, marginTop: 2 }}
          />
          <Text size="sm" component="div">
            {done(result.value)}
          </Text>
        </Group>
      )
    case 'failed': {
      const failure = asApiError(result.error)
      return (
        <Group gap={6} wrap="nowrap" align="flex-start">
          <IconAlertCircle
            size={15}
            color="var(--mantine-color-error)"
            aria-hidden
            style={{ flexShrink: 0, marginTop: 2 }}
          />
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {failure.message}
            {failure.requestId && (
              <Text span size="xs" c="dimmed" className="mono">
                {' '}
                {failure.requestId}
              </Text>
            )}
          </Text>
        </Group>
      )
    }
  }
}
