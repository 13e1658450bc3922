// A bordered section of a page with an h2.
//   <Panel title="Name servers" actions={<Button/>}>...</Panel>
import { Box, Group, Paper, Text, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'

interface Props {
  title?: ReactNode
  description?: ReactNode
  actions?: ReactNode
  /** Lists and tables reach to the border. */
  flush?: boolean
  children: ReactNode
}

export function Panel({ title, description, actions, flush, children }: Props) {
  const id = useId()
  return (
    <Paper
      component="section"
      withBorder
      aria-labelledby={title ? id : undefined}
      bg="var(--setec-panel)"
      style={{ borderColor: 'var(--setec-line)', overflow: 'hidden' }}
    >
      {(title || actions) && (
        <Group justify="space-between" px="md" py={10} gap="sm" style={{ borderBottom: '1px solid var(--setec-line)' }}>
          <Box>
            <Title order={2} id={id}>
              {title}
            </Title>
            {description && (
              <Text size="sm" c="dimmed">
                {description}
              </Text>
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      )}
      <Box p={flush ? 0 : 'md'}>{children}</Box>
    </Paper>
  )
}
