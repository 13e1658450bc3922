import { Anchor, Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api, ok } from '@/api/client'
import { asApiError } from '@/api/error'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { notifyDone } from '@/parts/notify'
import { StatusBadge } from '@/parts/StatusBadge'
import { keyOf, nameProblem, requestOf, type AccountDetail, type Field } from './model'
import { TestResult } from './TestResult'

interface Props {
  provider: string
  driver: string
  fields: readonly Field[]
  /** The account whose settings these are; absent for a new one. */
  saved?: AccountDetail
  /** For a new one: the name that is proposed and those that are taken. */
  proposed?: string
  taken?: readonly string[]
  onSaved?: (account: string) => void
}

type Values = Record<string, string>

/** The driver's declared fields, "Test Connection" and "Save Configuration". */
export function ConnectionForm({ provider, driver, fields, saved, proposed = '', taken = [], onSaved }: Props) {
  const readOnly = useReadOnlyReason()
  const client = useQueryClient()
  const isNew = saved === undefined
  const stored = storedValues(fields, saved)
  const form = useForm<Values>({
    initialValues: { ...(isNew ? { name: proposed } : {}), ...stored },
    validate: (values) => ({
      ...(isNew ? { name: nameProblem(values.name ?? '', taken) } : {}),
      ...Object.fromEntries(fields.map((field) => [keyOf(field.name), missing(field, values, saved)])),
    }),
    onValuesChange: () => test.reset(),
  })
  const unsaved = isNew || form.isDirty()
  const leaving = useRef(false)
  const account = isNew ? (form.values.name ?? '').trim() : saved.name
  const rename = Object.fromEntries(fields.map((field) => [field.name, keyOf(field.name)]))
  const known = [...fields.map((field) => field.name), 'name']
  const request = () => requestOf({ fields, values: form.values, initial: stored, ...(isNew ? { driver } : {}) })

  const test = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/test', {
          params: { path: { provider: account } },
          body: request() ?? null,
        }),
      ),
    onError: (error) => showViolations(form, error, { ...rename, provider: 'name' }),
    onSettled: () => void client.invalidateQueries({ queryKey: ['accounts'] }),
    gcTime: 0,
  })

  const save = useMutation({
    mutationFn: async () => {
      const body = request()
      if (body) {
        await ok(
          api.POST('/api/hosting/providers/{provider}/configure', { params: { path: { provider: account } }, body }),
        )
      }
    },
    onSuccess: async () => {
      leaving.current = true
      notifyDone('Configuration saved', isNew ? `${account} is connected to ${provider}.` : undefined)
      const kept = Object.fromEntries(
        Object.entries(form.values).map(([key, value]) => [key, isSecret(fields, key) ? '' : value]),
      )
      form.setInitialValues(kept)
      form.setValues(kept)
      await Promise.all([
        client.invalidateQueries({ queryKey: ['accounts'] }),
        client.invalidateQueries({ queryKey: ['account', account] }),
      ])
      onSaved?.(account)
      leaving.current = false
    },
    onError: (error) => showViolations(form, error, { ...rename, provider: 'name' }),
    gcTime: 0,
  })

  const typed = form.isDirty()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => !leaving.current && typed && current.pathname !== next.pathname,
    enableBeforeUnload: () => !leaving.current && typed,
    withResolver: true,
  })

  const [run, setRun] = useState<'test' | 'save'>('save')
  function submit(what: 'test' | 'save') {
    setRun(what)
    if (form.validate().hasErrors) return
    if (what === 'test') {
      save.reset()
      test.mutate()
    } else save.mutate()
  }

  const error = run === 'save' ? save.error : undefined
  const testFailure = test.error ? asApiError(test.error) : undefined
  const testAtInputs =
    testFailure !== undefined &&
    testFailure.violations.length > 0 &&
    testFailure.violations.every((violation) => known.includes(violation.field))

  return (
    <form
      noValidate
      aria-label={`Settings of ${isNew ? `a new ${provider} account` : saved.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (!readOnly) submit('save')
      }}
    >
      <Stack gap="md" maw={560}>
        {isNew && (
          <TextInput
            label="Account name"
            description="How the account is called here, in links and commands. It cannot be changed later."
            autoComplete="off"
            spellCheck={false}
            withAsterisk
            {...form.getInputProps('name')}
          />
        )}
        {fields.map((field) => (
          <OneField
            key={field.name}
            field={field}
            isStored={saved?.secrets.includes(field.name) ?? false}
            required={field.required && (!field.secret || !(saved?.secrets.includes(field.name) ?? false))}
            readOnly={readOnly !== undefined}
            {...form.getInputProps(keyOf(field.name))}
          />
        ))}
        <TestResult
          provider={provider}
          message={test.data && run === 'test' ? (test.data.message ?? 'Connection successful') : undefined}
          error={testAtInputs ? undefined : test.error}
          unsaved={unsaved}
        />
        <ErrorNote error={error} known={known} />
        <Group gap="xs">
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button variant="default" loading={test.isPending} onClick={() => submit('test')} {...off}>
                Test Connection
              </Button>
            )}
          </DisabledReason>
          <DisabledReason reason={readOnly ?? (unsaved ? undefined : 'There is nothing to save')}>
            {(off) => (
              <Button type={off['aria-disabled'] ? 'button' : 'submit'} loading={save.isPending} {...off}>
                Save Configuration
              </Button>
            )}
          </DisabledReason>
          {typed && !isNew && (
            <>
              <StatusBadge tone="warn">Unsaved changes</StatusBadge>
              <Anchor component="button" type="button" size="sm" onClick={() => form.reset()}>
                Discard
              </Anchor>
            </>
          )}
          {isNew && <StatusBadge tone="neutral">Not saved yet</StatusBadge>}
        </Group>
      </Stack>
      <ConfirmModal
        opened={blocker.status === 'blocked'}
        onClose={() => blocker.reset?.()}
        title="Leave without saving?"
        action="Leave"
        onConfirm={async () => blocker.proceed?.()}
      >
        What you entered has not been saved and will be forgotten.
      </ConfirmModal>
    </form>
  )
}

interface OneFieldProps {
  field: Field
  isStored: boolean
  required: boolean
  readOnly: boolean
  value?: string
}

function OneField({ field, isStored, required, readOnly, ...input }: OneFieldProps) {
  const shared = {
    label: field.label,
    description: field.help,
    withAsterisk: required,
    disabled: readOnly,
    spellCheck: false,
    ...input,
  }
  if (!field.secret) return <TextInput autoComplete="off" {...shared} />
  return (
    <PasswordInput
      autoComplete="new-password"
      placeholder={isStored ? 'saved' : undefined}
      {...shared}
      description={isStored ? `${field.help}. A key is saved and never shown; type one to replace it.` : field.help}
    />
  )
}

function storedValues(fields: readonly Field[], saved: AccountDetail | undefined): Values {
  return Object.fromEntries(
    fields.map((field) => {
      if (field.secret) return [keyOf(field.name), '']
      if (field.name === 'base_url') return [keyOf(field.name), saved?.base_url ?? '']
      return [keyOf(field.name), saved?.settings[field.name] ?? '']
    }),
  )
}

function isSecret(fields: readonly Field[], key: string): boolean {
  return fields.some((field) => field.secret && keyOf(field.name) === key)
}

function missing(field: Field, values: Values, saved: AccountDetail | undefined): string | null {
  if (!field.required || saved?.secrets.includes(field.name)) return null
  return (values[keyOf(field.name)] ?? '').trim() === '' ? `${field.label} is required` : null
}
