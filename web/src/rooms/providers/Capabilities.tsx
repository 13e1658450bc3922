import { Group, List, SimpleGrid, Text } from '@mantine/core'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { CAPABILITIES } from './model'

/** What the account can do and what its provider does not offer. */
export function Capabilities({ offered }: { offered: readonly string[] }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, xl: 4 }} spacing="md">
      {CAPABILITIES.map(({ group, items }) => (
        <div key={group}>
          <Text size="sm" fw={600} mb={4}>
            {group}
          </Text>
          <List listStyleType="none" size="sm" spacing={2}>
            {items.map(([id, label]) => {
              const has = offered.includes(id) || (id === 'domains.glue' && offered.includes('domains.glue.list'))
              return (
                <List.Item key={id}>
                  <Group gap={6} wrap="nowrap">
                    {has ? (
                      <IconCheck size={14} color="var(--mantine-color-green-7)" aria-label="offered" />
                    ) : (
                      <IconMinus size={14} color="var(--mantine-color-dimmed)" aria-label="not offered" />
                    )}
                    <Text span size="sm" c={has ? undefined : 'dimmed'}>
                      {label}
                    </Text>
                  </Group>
                </List.Item>
              )
            })}
          </List>
        </div>
      ))}
    </SimpleGrid>
  )
}
