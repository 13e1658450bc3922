// A list without entries: what would be here, and what to do next.
//   <EmptyState icon={IconWorld} title="No domains yet" action={<Button>Register a domain</Button>}>text</EmptyState>
import { Center, Stack, Text } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  icon?: Icon
  title: string
  children?: ReactNode
  action?: ReactNode
}

export function EmptyState({ icon: Mark, title, children, action }: Props) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap={6} maw={440} ta="center">
        {Mark && <Mark size={28} stroke={1.5} color="var(--mantine-color-dimmed)" aria-hidden />}
        <Text fw={600}>{title}</Text>
        {children && (
          <Text c="dimmed" size="sm" component="div">
            {children}
          </Text>
        )}
        {action && <div style={{ marginTop: 8 }}>{action}</div>}
      </Stack>
    </Center>
  )
}
