// The drawer in which one record set is written. Saving stages the change; nothing is sent.
import { Alert, Anchor, Button, Drawer, Group, List, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconBulb, IconPlus } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useId, useMemo, useRef, useState } from 'react'
import { DisabledReason } from '@/parts/DisabledReason'
import { checkSet, checkValue, normalName } from '../records/check'
import { absolute, keyOf, sameData, type SetData } from '../records/model'
import { TtlField } from '../records/TtlField'
import { emptyFields, join, specOf, split, type Fields } from '../records/types'
import { useZone, type ZoneScope } from '../zone/context'
import { ValueFields } from './ValueFields'

export function SetEditor() {
  const { edit, add } = useSearch({ from: '/dns/$account/$zone' })
  const scope = useZone()
  const close = () => scope.go({ edit: undefined, add: undefined })
  const isOpen = scope.records.isLoaded && (edit !== undefined || add !== undefined)
  const isNew = add !== undefined
  const known = edit === undefined ? undefined : (scope.after.get(edit) ?? scope.sets.get(edit))
  const title = isNew ? `Add ${add} record` : edit ? `${edit}` : ''
  return (
    <Drawer opened={isOpen} onClose={close} title={title} size={640} closeButtonProps={{ 'aria-label': 'Close' }}>
      {isOpen &&
        (isNew || known ? (
          <EditorForm
            key={`${edit} ${isNew}`}
            scope={scope}
            start={{
              name: known ? (known.name === '@' ? '@' : known.name) : '',
              type: known?.type ?? add ?? 'A',
              data: known,
            }}
            original={isNew ? undefined : edit}
            onClose={close}
          />
        ) : (
          <Text size="sm">There is no such record set any more.</Text>
        ))}
    </Drawer>
  )
}

interface FormProps {
  scope: ZoneScope
  start: { name: string; type: string; data: SetData | undefined }
  /** The key of the set that is edited; a new one where absent. */
  original: string | undefined
  onClose: () => void
}

interface Entry {
  id: number
  fields: Fields
  /** Kept without being served. */
  disabled: boolean
}

function EditorForm({ scope, start, original, onClose }: FormProps) {
  const { zone, sets, after, facts, whyLocked, put, stage } = scope
  const hintsId = useId()
  const nextId = useRef(0)
  const newEntry = (fields: Fields, disabled = false): Entry => ({ id: nextId.current++, fields, disabled })
  const [name, setName] = useState(start.name)
  const [type, setType] = useState(start.type)
  const [ttl, setTtl] = useState<number | undefined>(start.data?.ttl ?? facts.fallback)
  const [hasTtl, setHasTtl] = useState(start.data !== undefined)
  const [entries, setEntries] = useState<Entry[]>(() =>
    start.data && start.data.values.length > 0
      ? start.data.values.map((value) => newEntry(split(start.type, value), value.disabled))
      : [newEntry(emptyFields(start.type))],
  )
  const [touched, setTouched] = useState(false)
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())

  const spec = specOf(type)
  const owner = normalName(name, zone)
  const key = keyOf(owner, type)
  const locked = original ? whyLocked(...splitKey(original)) : undefined
  const others = useMemo(() => {
    const rest = new Map(after)
    if (original) rest.delete(original)
    rest.delete(key)
    return rest
  }, [after, original, key])
  const around = { zone, sets: others, minTtl: facts.min, maxTtl: facts.max }
  const values = entries.map((entry) => ({
    ...join(type, entry.fields),
    ...(entry.disabled ? { disabled: true } : {}),
  }))
  const judged = entries.map((entry) => checkValue(type, owner, entry.fields, around))
  const whole = checkSet({ name, type, ttl, values }, around)
  const hints = [...new Set([...whole.hints, ...judged.flatMap((one) => one.hints)])]
  const isFine = Object.keys(whole.errors).length === 0 && judged.every((one) => Object.keys(one.errors).length === 0)
  // A name that is there already: its values go together.
  const merged = original !== key ? after.get(key) : undefined

  const whyNoSwitch = locked
    ? undefined
    : facts.switches
      ? undefined
      : 'The API of this account cannot switch single values on and off: the provider’s own panel may.'
  const holdsDisabled = start.data?.values.some((value) => value.disabled) === true

  const see = (field: string) => setSeen((old) => new Set(old).add(field))
  const shown = (field: string, text: string | undefined) => (touched || seen.has(field) ? text : undefined)

  function save() {
    setTouched(true)
    if (!isFine || ttl === undefined) return
    const kept = merged ? merged.values.filter((value) => !values.some((v) => v.content === value.content)) : []
    const next: SetData = {
      ttl: merged && !hasTtl ? merged.ttl : ttl,
      values: spec.single ? values : [...kept, ...values],
    }
    if (original && original !== key) {
      const [oldName, oldType] = splitKey(original)
      put(oldName, oldType, null)
    }
    put(owner, type, next)
    onClose()
  }

  function changeType(next: string) {
    setType(next)
    setSeen(new Set())
    setTouched(false)
    setEntries((old) => {
      const before = specOf(type)
        .fields.map((field) => field.id)
        .join()
      // An address stays an address and a host a host, such as from CNAME to ALIAS.
      return before ===
        specOf(next)
          .fields.map((field) => field.id)
          .join()
        ? old
        : [newEntry(emptyFields(next))]
    })
  }

  const types = facts.types.filter((one) => one !== 'SOA')
  const isUnchanged =
    original === key && sameData(sets.get(key), ttl === undefined ? null : { ttl, values }) && !stage.has(key)

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      noValidate
    >
      <fieldset disabled={locked !== undefined} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
        <Stack gap="md">
          {locked && (
            <Alert color="gray" variant="light" p="sm" styles={{ message: { color: 'inherit' } }}>
              {locked}
            </Alert>
          )}
          <Group gap="xs" align="flex-start" wrap="nowrap">
            <TextInput
              label="Name"
              style={{ flex: 1, minWidth: 0 }}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              onBlur={() => see('name')}
              placeholder="@ for the zone itself"
              description={whole.errors.name && (touched || seen.has('name')) ? undefined : absolute(owner, zone)}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              error={shown('name', whole.errors.name)}
              data-autofocus={original === undefined ? true : undefined}
              classNames={{ input: 'mono' }}
            />
            <Select
              label="Type"
              w={116}
              data={types.includes(type) ? types : [...types, type]}
              value={type}
              allowDeselect={false}
              searchable
              onChange={(next) => next && changeType(next)}
              maxDropdownHeight={320}
            />
          </Group>
          {whole.errors.type && (
            <Text size="sm" c="var(--mantine-color-error)" mt={-8}>
              {whole.errors.type}
            </Text>
          )}
          <Text size="sm" c="dimmed" mt={-4}>
            {spec.about}
          </Text>
          {merged && !whole.errors.name && (
            <Alert color="ink" variant="light" p="xs" styles={{ message: { color: 'inherit' } }}>
              {owner} has {merged.values.length} {type} {merged.values.length === 1 ? 'record' : 'records'} already:{' '}
              {spec.single ? 'this one takes its place.' : 'this one comes beside.'}
            </Alert>
          )}
          {holdsDisabled && !facts.switches && !locked && (
            <Alert color="yellow" variant="light" p="sm" styles={{ message: { color: 'inherit' } }}>
              A value of this set is kept without being served, and the API of this account cannot rewrite such a set. A
              value can be added and the whole set deleted; for anything else, serve or delete that value at the
              provider first.
            </Alert>
          )}
          <Stack gap="sm" role="group" aria-label="Values">
            {entries.map((entry, index) => (
              <ValueFields
                key={entry.id}
                spec={spec}
                index={index}
                count={entries.length}
                zone={zone}
                fields={entry.fields}
                served={!entry.disabled}
                whyNotServed={whyNoSwitch}
                onServe={(served) =>
                  setEntries((old) => old.map((one) => (one.id === entry.id ? { ...one, disabled: !served } : one)))
                }
                autoFocus={original !== undefined && index === 0}
                errors={judged[index]?.errors ?? {}}
                shown={(field, text) => shown(`${entry.id} ${field}`, text)}
                onBlur={(field) => see(`${entry.id} ${field}`)}
                onChange={(fields) =>
                  setEntries((old) => old.map((one) => (one.id === entry.id ? { ...one, fields } : one)))
                }
                onRemove={
                  entries.length > 1 ? () => setEntries((old) => old.filter((one) => one.id !== entry.id)) : undefined
                }
              />
            ))}
            {whole.errors.values && (
              <Text size="sm" c="var(--mantine-color-error)">
                {whole.errors.values}
              </Text>
            )}
            {!spec.single && !locked && (
              <Button
                variant="subtle"
                size="xs"
                w="fit-content"
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={() => setEntries((old) => [...old, newEntry(emptyFields(type))])}
              >
                Add another value
              </Button>
            )}
          </Stack>
          <TtlField
            facts={facts}
            value={merged && !hasTtl ? merged.ttl : ttl}
            error={whole.errors.ttl}
            disabled={locked !== undefined}
            onChange={(next) => {
              setTtl(next)
              setHasTtl(true)
            }}
          />
          <div id={hintsId} aria-live="polite">
            {hints.length > 0 && (
              <Alert
                color="yellow"
                variant="light"
                p="sm"
                icon={<IconBulb aria-hidden />}
                styles={{ message: { color: 'inherit' } }}
              >
                {hints.length === 1 ? (
                  <Text size="sm">{hints[0]}</Text>
                ) : (
                  <List size="sm">
                    {hints.map((hint) => (
                      <List.Item key={hint}>{hint}</List.Item>
                    ))}
                  </List>
                )}
              </Alert>
            )}
          </div>
        </Stack>
      </fieldset>
      <Group justify="space-between" gap="xs" mt="lg">
        {original && sets.has(original) ? (
          <DisabledReason reason={locked}>
            {(off) => (
              <Button
                variant="subtle"
                color="red.8"
                c="var(--mantine-color-error)"
                onClick={() => {
                  put(...splitKey(original), null)
                  onClose()
                }}
                {...off}
              >
                Delete set
              </Button>
            )}
          </DisabledReason>
        ) : (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => scope.go({ add: undefined, edit: undefined, open: 'templates' })}
          >
            Use a template instead
          </Anchor>
        )}
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            {locked ? 'Close' : 'Cancel'}
          </Button>
          {!locked && (
            <Button type="submit" disabled={isUnchanged} aria-describedby={hintsId}>
              {original ? 'Stage change' : 'Stage record'}
            </Button>
          )}
        </Group>
      </Group>
    </form>
  )
}

export function splitKey(key: string): [string, string] {
  const at = key.lastIndexOf(' ')
  return [key.slice(0, at), key.slice(at + 1)]
}
