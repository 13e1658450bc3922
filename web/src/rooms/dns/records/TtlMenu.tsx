import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { Facts } from '../zone/context'
import { ttlChoices } from './ttl'

/** One TTL for many sets. */
export function TtlMenu({ facts, onPick }: { facts: Facts; onPick: (ttl: number) => void }) {
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          Set TTL
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ttlChoices(facts).map((choice) => (
          <Menu.Item key={choice.value} onClick={() => onPick(Number(choice.value))}>
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
