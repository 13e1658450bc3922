import {
  Badge,
  Button,
  Checkbox,
  CloseButton,
  Group,
  Kbd,
  Popover,
  Radio,
  ScrollArea,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { IconAdjustmentsHorizontal, IconChevronDown, IconSearch } from '@tabler/icons-react'
import type { ReactNode, RefObject } from 'react'
import type { Column, Filter } from './model'

export interface Choice {
  value: string
  label: string
  count?: number
}

interface SearchProps {
  inputRef: RefObject<HTMLInputElement | null>
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  onLeave: () => void
}

export function SearchBox({ inputRef, label, placeholder, value, onChange, onLeave }: SearchProps) {
  return (
    <TextInput
      ref={inputRef}
      type="search"
      aria-label={`Search ${label.toLowerCase()}`}
      aria-keyshortcuts="/"
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value) {
          event.stopPropagation()
          onChange('')
        } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault()
          onLeave()
        }
      }}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        value ? (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => onChange('')} />
        ) : (
          <Kbd size="xs" visibleFrom="sm" aria-hidden>
            /
          </Kbd>
        )
      }
      style={{ flex: '1 1 200px', maxWidth: 360 }}
    />
  )
}

interface FilterProps<Row> {
  filter: Filter<Row>
  choices: readonly Choice[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

export function FilterButton<Row>({ filter, choices, chosen, onChange }: FilterProps<Row>) {
  const active = chosen.length > 0
  const only =
    chosen.length === 1 ? (choices.find((choice) => choice.value === chosen[0])?.label ?? chosen[0]) : undefined
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={active ? 'light' : 'default'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          px="sm"
          fw={500}
        >
          {filter.label}
          {only && `: ${only}`}
          {chosen.length > 1 && (
            <Badge ml={6} size="sm" variant="filled" circle>
              {chosen.length}
            </Badge>
          )}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        {filter.single ? (
          <Radio.Group value={chosen[0] ?? ''} onChange={(value) => onChange([value])} aria-label={filter.label}>
            <Choices choices={choices} input={Radio} />
          </Radio.Group>
        ) : (
          <Checkbox.Group value={[...chosen]} onChange={onChange} aria-label={filter.label}>
            <Choices choices={choices} input={Checkbox} />
          </Checkbox.Group>
        )}
        {active && (
          <Button variant="subtle" size="xs" fullWidth mt={4} onClick={() => onChange([])}>
            Clear
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Choices({ choices, input: Input }: { choices: readonly Choice[]; input: typeof Checkbox | typeof Radio }) {
  return (
    <ScrollArea.Autosize mah={320} type="auto">
      <Stack gap={8} p={4} pr="md" miw={180}>
        {choices.map((choice) => (
          <Input
            key={choice.value}
            value={choice.value}
            size="sm"
            label={
              <Group gap="xs" justify="space-between" wrap="nowrap">
                {choice.label}
                {choice.count !== undefined && (
                  <Text span size="xs" c="dimmed">
                    {choice.count}
                  </Text>
                )}
              </Group>
            }
          />
        ))}
        {choices.length === 0 && (
          <Text size="sm" c="dimmed">
            Nothing to choose
          </Text>
        )}
      </Stack>
    </ScrollArea.Autosize>
  )
}

interface ColumnsProps<Row> {
  columns: readonly Column<Row>[]
  shown: readonly string[]
  onChange: (shown: string[]) => void
}

export function ColumnsButton<Row>({ columns, shown, onChange }: ColumnsProps<Row>) {
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" px="xs" aria-label="Choose columns" visibleFrom="sm">
          <IconAdjustmentsHorizontal size={16} aria-hidden />
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group value={[...shown]} onChange={onChange} aria-label="Columns">
          <Stack gap={8}>
            {columns.map((column) => (
              <Checkbox
                key={column.id}
                value={column.id}
                size="sm"
                label={column.header}
                disabled={column.phone === 'title'}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}

export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  return (
    <Group
      gap="sm"
      px="md"
      py={8}
      role="region"
      aria-label="Selected rows"
      style={{ borderTop: '1px solid var(--setec-line)', background: 'var(--mantine-primary-color-light)' }}
    >
      <Text size="sm" fw={600} aria-live="polite">
        {count} selected
      </Text>
      <Group gap="xs">{children}</Group>
      <Button size="xs" variant="subtle" ml="auto" onClick={onClear}>
        Clear selection
      </Button>
    </Group>
  )
}
