import { ActionIcon, Group, NumberInput, Paper, Select, Text, Textarea, TextInput, Tooltip } from '@mantine/core'
import { IconEye, IconEyeOff, IconTrash } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { FieldSpec, Fields, TypeSpec } from '../records/types'

interface Props {
  spec: TypeSpec
  index: number
  count: number
  zone: string
  fields: Fields
  served: boolean
  /** Why the account cannot switch a value on and off. */
  whyNotServed: string | undefined
  onServe: (served: boolean) => void
  autoFocus: boolean
  errors: Record<string, string>
  /** The error once the field was left. */
  shown: (field: string, text: string | undefined) => string | undefined
  onBlur: (field: string) => void
  onChange: (fields: Fields) => void
  onRemove: (() => void) | undefined
}

/** The inputs of one value. */
export function ValueFields(props: Props) {
  const {
    spec,
    index,
    count,
    fields,
    served,
    whyNotServed,
    onServe,
    autoFocus,
    errors,
    shown,
    onBlur,
    onChange,
    onRemove,
  } = props
  const suffix = count > 1 ? ` ${index + 1}` : ''
  // One input a value: a plain list under one label.
  const isList = spec.fields.length === 1 && spec.fields[0]?.kind !== 'area'
  const isRow = spec.fields.length <= 4 && spec.fields.every((field) => (field.span ?? 1) < 6)

  const input = (field: FieldSpec, at: number) => {
    const value = fields[field.id] ?? ''
    const set = (text: string) => onChange({ ...fields, [field.id]: text })
    const common = {
      ...(isList && index > 0
        ? { 'aria-label': field.label + suffix }
        : { label: isList ? field.label : field.label + suffix }),
      error: shown(field.id, errors[field.id]),
      onBlur: () => onBlur(field.id),
      disabled: !served && whyNotServed !== undefined,
      style: {
        flex:
          (field.span ?? 1) >= 6
            ? '1 1 100%'
            : `${field.span ?? 1} 1 ${field.kind === 'number' ? 76 : field.kind === 'select' ? 128 : 150}px`,
        minWidth: 0,
      },
      ...(autoFocus && at === 0 ? { 'data-autofocus': true } : {}),
    }
    switch (field.kind) {
      case 'number':
        return (
          <NumberInput
            {...common}
            value={value}
            placeholder={field.placeholder}
            onChange={(next) => set(String(next))}
            min={0}
            max={field.max ?? 65_535}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="none"
            hideControls
          />
        )
      case 'select':
        return (
          <Select
            {...common}
            data={[...(field.options ?? []), ...unknownOption(field, value)]}
            value={value}
            allowDeselect={false}
            onChange={(next) => next !== null && set(next)}
          />
        )
      case 'area':
        return (
          <Textarea
            {...common}
            value={value}
            placeholder={field.placeholder}
            onChange={(event) => set(event.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={10}
            spellCheck={false}
            classNames={{ input: 'mono' }}
            description={<TextLength text={value} />}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
          />
        )
      default:
        return (
          <TextInput
            {...common}
            value={value}
            placeholder={field.placeholder}
            onChange={(event) => set(event.currentTarget.value)}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            classNames={{ input: 'mono' }}
          />
        )
    }
  }

  const inputs = spec.fields.map((field, at) => <Fragment key={field.id}>{input(field, at)}</Fragment>)
  return (
    <Paper
      withBorder={!isList && (count > 1 || !isRow)}
      p={!isList && (count > 1 || !isRow) ? 'sm' : 0}
      bg="transparent"
      style={{ borderColor: 'var(--setec-line)' }}
    >
      <Group gap="xs" align="flex-start" wrap={isList ? 'nowrap' : 'wrap'}>
        {inputs}
        <Group gap={2} wrap="nowrap" mt={isList && index > 0 ? 0 : 22}>
          <Tooltip label={whyNotServed ?? (served ? 'Served. Keep it without serving it?' : 'Not served. Serve it?')}>
            <ActionIcon
              size="lg"
              aria-label={`Serve value ${index + 1}`}
              aria-pressed={served}
              {...(whyNotServed
                ? { 'data-disabled': true, 'aria-disabled': true, 'aria-description': whyNotServed }
                : { onClick: () => onServe(!served) })}
            >
              {served ? <IconEye size={16} /> : <IconEyeOff size={16} />}
            </ActionIcon>
          </Tooltip>
          {onRemove && (
            <ActionIcon size="lg" aria-label={`Remove value ${index + 1}`} onClick={onRemove}>
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
      </Group>
      {!served && (
        <Text size="xs" c="dimmed" mt={4}>
          Kept by the provider without being served.
        </Text>
      )}
    </Paper>
  )
}

function unknownOption(field: FieldSpec, value: string) {
  const isKnown = value === '' || field.options?.some((option) => option.value === value)
  return isKnown ? [] : [{ value, label: value }]
}

function TextLength({ text }: { text: string }) {
  const bytes = new TextEncoder().encode(text).length
  if (bytes <= 255) return <>{bytes} of 255 bytes</>
  return (
    <>
      {bytes} bytes, served in {Math.ceil(bytes / 255)} pieces
    </>
  )
}
