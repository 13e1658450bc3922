import { Button, Checkbox, Grid, Group, List, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { asApiError, sentence } from '@/api/error'
import { cannot, useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import {
  bodyOf,
  contactOf,
  faultsOf,
  FIELDS,
  isSame,
  ROLE_WORDS,
  ROLES,
  valuesOf,
  type Contact,
  type Contacts,
  type Field,
  type Role,
} from '../contact'
import { ContactFields } from '../ContactFields'
import { contactsQuery } from '../queries'

/** Who the registry knows for the domain, by role. */
export function ContactsPanel({ account, name }: { account: string; name: string }) {
  const own = useAccount(account)
  const readOnly = useReadOnlyReason()
  const missing = cannot(own, 'domains.contacts', 'show or change contacts')
  const query = useQuery({ ...contactsQuery(account, name), enabled: own !== undefined && missing === undefined })
  const [editing, setEditing] = useState<Role>()
  if (missing !== undefined)
    return (
      <Panel title="Contacts">
        <EmptyState title="No contacts here">{missing}</EmptyState>
      </Panel>
    )
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton height={260} role="status" aria-label="Loading" />
  const contacts = query.data
  return (
    <>
      <Grid gap="md">
        {ROLES.map((role) => (
          <Grid.Col key={role} span={{ base: 12, md: 6 }}>
            <Panel
              title={ROLE_WORDS[role].label}
              description={ROLE_WORDS[role].text}
              actions={
                <DisabledReason reason={readOnly}>
                  {(off) => (
                    <Button
                      size="xs"
                      variant="default"
                      leftSection={<IconPencil size={14} aria-hidden />}
                      aria-label={`Edit ${ROLE_WORDS[role].label.toLowerCase()}`}
                      onClick={() => setEditing(role)}
                      {...off}
                    >
                      Edit
                    </Button>
                  )}
                </DisabledReason>
              }
            >
              {role !== 'registrant' && isSame(contacts[role], contacts.registrant) ? (
                <Text size="sm" c="dimmed">
                  Same as the registrant
                </Text>
              ) : (
                <Card contact={contacts[role]} />
              )}
            </Panel>
          </Grid.Col>
        ))}
      </Grid>
      {editing && (
        <Editor
          account={account}
          name={name}
          role={editing}
          contacts={contacts}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  )
}

function Card({ contact }: { contact: Contact | null | undefined }) {
  if (!contact)
    return (
      <Text size="sm" c="dimmed">
        The provider tells none.
      </Text>
    )
  const extra = Object.entries(contact.extra ?? {})
  const street = [contact.address1, contact.address2].filter(Boolean).join(', ')
  const place = [contact.postcode, contact.city, contact.state, contact.country].filter(Boolean).join(', ')
  return (
    <KeyValues
      items={[
        ['Name', [contact.first_name, contact.last_name].filter(Boolean).join(' ') || null],
        Boolean(contact.organization) && ['Organisation', contact.organization],
        ['E-mail', contact.email || null],
        ['Telephone', contact.phone || null],
        ['Address', [street, place].filter(Boolean).join(', ') || null],
        Boolean(contact.tax_id) && ['Tax number', contact.tax_id],
        ...extra.map(([key, value]) => [key, value] as const),
      ]}
    />
  )
}

interface EditorProps {
  account: string
  name: string
  role: Role
  contacts: Contacts
  onClose: () => void
}

function Editor({ account, name, role, contacts, onClose }: EditorProps) {
  const client = useQueryClient()
  const [values, setValues] = useState(() => valuesOf(contacts[role] ?? contacts.registrant))
  const [same, setSame] = useState(role !== 'registrant' && isSame(contacts[role], contacts.registrant))
  const [shown, setShown] = useState(false)
  const wanted = same ? contacts.registrant : contactOf(values, contacts[role])
  const faults = same ? {} : faultsOf(values)
  const save = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/hosting/providers/{provider}/domains/{domain}/contacts', {
          params: { path: { provider: account, domain: name } },
          body: bodyOf({ [role]: wanted }),
        }),
      ),
    onSuccess: (status) => {
      notifyDone(
        `The ${ROLE_WORDS[role].label.toLowerCase()} contact of ${name} is changed`,
        status.message ?? undefined,
      )
      void client.invalidateQueries({ queryKey: ['domain', account, name] })
      onClose()
    },
  })
  const failure = save.error ? asApiError(save.error) : undefined
  const errors: Partial<Record<Field, string>> = shown ? { ...faults } : {}
  for (const field of FIELDS) {
    const rule = failure?.of(`${role}.${field}`) ?? failure?.of(`contacts.${role}.${field}`) ?? failure?.of(field)
    if (rule) errors[field] = sentence(rule)
  }
  const changed = FIELDS.filter((field) => (wanted?.[field] ?? '') !== (contacts[role]?.[field] ?? ''))
  return (
    <Modal opened onClose={onClose} size="lg" title={`${ROLE_WORDS[role].label} of ${name}`}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setShown(true)
          if (Object.keys(faults).length === 0 && changed.length > 0 && !save.isPending) save.mutate()
        }}
      >
        <Stack gap="md">
          {role !== 'registrant' && (
            <Checkbox
              label="Same as the registrant"
              checked={same}
              onChange={(event) => setSame(event.currentTarget.checked)}
            />
          )}
          {!same && <ContactFields values={values} errors={errors} onChange={setValues} />}
          {changed.length > 0 && (
            <div>
              <Text size="sm" fw={600}>
                What will change
              </Text>
              <List size="sm">
                {changed.map((field) => (
                  <List.Item key={field}>
                    {field.replaceAll('_', ' ')}: <s>{contacts[role]?.[field] ?? ''}</s> →{' '}
                    <b>{wanted?.[field] || 'empty'}</b>
                  </List.Item>
                ))}
              </List>
              {role === 'registrant' && (
                <Text size="sm" c="dimmed" mt={4}>
                  A new registrant may have to confirm the change by e-mail.
                </Text>
              )}
            </div>
          )}
          <ErrorNote
            error={save.error}
            known={FIELDS.flatMap((field) => [field, `${role}.${field}`, `contacts.${role}.${field}`])}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={changed.length === 0} loading={save.isPending}>
              Save contact
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
