import { Group, List, SimpleGrid, Text } from '@mantine/core'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { CAPABILITIES } from './model'
import classes from './providers.module.css'

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
                  <Group gap={6} wrap="nowrap" align="flex-start">
                    {has ? (
                      <IconCheck size={14} className={classes.sign} data-has aria-label="offered" role="img" />
                    ) : (
                      <IconMinus size={14} className={classes.sign} aria-label="not offered" role="img" />
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
