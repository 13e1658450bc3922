import { Group, Loader, Text } from '@mantine/core'

/** For what is worked out by asking around, which takes a moment. */
export function Waiting({ label }: { label: string }) {
  return (
    <Group gap="sm" py={48} justify="center" role="status">
      <Loader size="sm" />
      <Text size="sm">{label}</Text>
    </Group>
  )
}
