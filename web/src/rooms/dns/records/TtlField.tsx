import { Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ttlWords } from '@/parts/ttl'
import type { Facts } from '../zone/context'
import { parseTtl, ttlChoices } from './ttl'

interface Props {
  facts: Facts
  value: number | undefined
  onChange: (ttl: number | undefined) => void
  error?: string | undefined
  disabled?: boolean
}

/** The TTL in words, or any other that is typed. */
export function TtlField({ facts, value, onChange, error, disabled }: Props) {
  const choices = ttlChoices(facts, value)
  const [typed, setTyped] = useState<string>()
  const isOwn = typed !== undefined
  return (
    <Group gap="xs" align="flex-start" grow preventGrowOverflow={false} wrap="nowrap">
      <Select
        label="TTL"
        description="How long others may keep the answer"
        data={[...choices, { value: 'own', label: 'Other ...' }]}
        value={isOwn ? 'own' : String(value)}
        allowDeselect={false}
        disabled={disabled}
        error={isOwn ? undefined : error}
        onChange={(next) => {
          if (next === 'own') {
            setTyped(value === undefined ? '' : String(value))
            return
          }
          setTyped(undefined)
          if (next) onChange(Number(next))
        }}
      />
      {isOwn && (
        <TextInput
          label="Seconds, or such as 1h 30m"
          description={value === undefined ? ' ' : ttlWords(value)}
          value={typed}
          error={error}
          data-autofocus
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            onChange(parseTtl(event.currentTarget.value))
          }}
        />
      )}
    </Group>
  )
}
