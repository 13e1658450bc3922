// The accounts of a list that could not be asked; the others' entries are shown all the same.
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { asApiError } from '@/api/error'

interface Props {
  /** What is missing, such as `servers`. */
  what: string
  problems: readonly { account: string; error: unknown; retry: () => void }[]
}

export function Problems({ what, problems }: Props) {
  if (problems.length === 0) return null
  return (
    <Stack gap="xs" mb="md">
      {problems.map(({ account, error, retry }) => {
        const failure = asApiError(error)
        return (
          <Alert
            key={account}
            color="yellow"
            variant="light"
            p="sm"
            role="alert"
            icon={<IconAlertTriangle aria-hidden />}
            title={`The ${what} of ${account} are not shown`}
          >
            <Group justify="space-between" gap="xs" align="flex-end">
              <Text size="sm" style={{ overflowWrap: 'anywhere', flex: 1 }}>
                {failure.message}
                {failure.requestId && ` (request ${failure.requestId})`}
              </Text>
              <Button size="xs" variant="default" onClick={retry}>
                Try again
              </Button>
            </Group>
          </Alert>
        )
      })}
    </Stack>
  )
}
