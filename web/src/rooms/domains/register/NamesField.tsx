import { Textarea } from '@mantine/core'

interface Props {
  placeholder: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
}

/** One name or many; Enter sends the form. */
export function NamesField({ placeholder, value, onChange, error }: Props) {
  return (
    <Textarea
      label="Names"
      placeholder={placeholder}
      autosize
      minRows={1}
      maxRows={6}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey) return
        event.preventDefault()
        event.currentTarget.form?.requestSubmit()
      }}
      error={error}
      spellCheck={false}
      autoCapitalize="off"
      style={{ flex: '2 1 260px' }}
      data-autofocus
    />
  )
}
