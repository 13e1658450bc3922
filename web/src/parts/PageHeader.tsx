// The head of every page: its one h1, where it belongs, and its actions.
//   <PageHeader title="example.com" back={{ to: '/domains', label: 'Domains' }} actions={<Button>Renew</Button>}>line of facts</PageHeader>
import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'

interface Props {
  title: string
  /** Shown in place of `title` where that needs markup; `title` still names the browser's tab. */
  heading?: ReactNode
  description?: ReactNode
  back?: { to: string; label: string }
  actions?: ReactNode
  children?: ReactNode
}

export function PageHeader({ title, heading, description, back, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} - Setec Manager`
  }, [title])
  return (
    <Stack gap={4} mb="md">
      {back && (
        <Anchor component={Link} to={back.to} size="sm" c="dimmed" w="fit-content">
          <Group gap={2} wrap="nowrap">
            <IconChevronLeft size={14} aria-hidden />
            {back.label}
          </Group>
        </Anchor>
      )}
      <Group justify="space-between" align="center" gap="sm">
        <Title order={1} style={{ overflowWrap: 'anywhere' }}>
          {heading ?? title}
        </Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {description && (
        <Text component="div" c="dimmed" size="sm" maw={760}>
          {description}
        </Text>
      )}
      {children}
    </Stack>
  )
}
