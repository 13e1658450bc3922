import { TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tagsQuery } from './change'

interface Props {
  label: string
  description?: string
  value: string[]
  onChange: (tags: string[]) => void
  error: string | undefined
  /** What is offered; the tags that are in use where absent. */
  offered?: readonly string[]
  autoFocus?: boolean
}

/** An input for tags, which offers those that are in use. */
export function TagsField({ label, description, value, onChange, error, offered, autoFocus }: Props) {
  const used = useQuery({ ...tagsQuery, enabled: offered === undefined })
  const [typed, setTyped] = useState('')
  return (
    <TagsInput
      label={label}
      description={description}
      data={offered ? [...offered] : (used.data ?? []).map((one) => one.tag)}
      value={value}
      onChange={onChange}
      error={error}
      searchValue={typed}
      onSearchChange={setTyped}
      // Only while something is typed: the list would lie on the button below.
      dropdownOpened={typed.trim() !== ''}
      splitChars={[',', ' ']}
      acceptValueOnBlur
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="none"
      data-autofocus={autoFocus || undefined}
    />
  )
}
