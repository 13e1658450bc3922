// Who a domain is registered for, where the account keeps no profiles: one form per role.
import { Checkbox, Group, Select, Stack, Tabs, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { parsePairs, pairsText } from '@/parts/pairs'
import {
  contactOf,
  faultsOf,
  ROLE_WORDS,
  ROLES,
  valuesOf,
  type Contacts,
  type ContactValues,
  type Field,
  type Role,
} from '../contact'
import { ContactFields } from '../ContactFields'
import { isGone, tldOf } from '../model'
import { contactsQuery, useSyncedDomains } from '../queries'

export interface ContactsDraft {
  values: Record<Role, ContactValues>
  /** Roles that are the registrant. */
  same: Record<Role, boolean>
  /** What the registry asks for besides, as lines. */
  extra: string
}

export function emptyDraft(): ContactsDraft {
  const blank = valuesOf(null)
  return {
    values: { registrant: blank, admin: blank, tech: blank, billing: blank },
    same: { registrant: false, admin: true, tech: true, billing: true },
    extra: '',
  }
}

/** What is sent: roles that are the registrant are left to the API. */
export function draftContacts(draft: ContactsDraft): Contacts {
  const extra = parsePairs(draft.extra) ?? {}
  const contacts: Contacts = { registrant: { ...contactOf(draft.values.registrant), extra } }
  for (const role of ROLES) if (!draft.same[role]) contacts[role] ??= contactOf(draft.values[role])
  return contacts
}

/** The first role with a fault, or `undefined`. */
export function faultyRole(draft: ContactsDraft): Role | undefined {
  return ROLES.find((role) => !draft.same[role] && Object.keys(faultsOf(draft.values[role])).length > 0)
}

interface Props {
  account: string
  domain: string
  draft: ContactsDraft
  onChange: (draft: ContactsDraft) => void
  /** Shows what is missing. */
  checked: boolean
  /** The server's words for a field, such as `contacts.registrant.email`. */
  ruleOf: (field: string) => string | undefined
}

export function OrderContacts({ account, domain, draft, onChange, checked, ruleOf }: Props) {
  const [role, setRole] = useState<Role>('registrant')
  const { domains } = useSyncedDomains()
  const sources = useMemo(
    () =>
      (domains ?? [])
        .filter((entry) => entry.account === account && !isGone(entry) && entry.status === 'active')
        .map((entry) => entry.name),
    [domains, account],
  )
  const [source, setSource] = useState<string | null>(null)
  const from = source ?? sources.find((name) => tldOf(name) === tldOf(domain)) ?? sources[0] ?? null
  const taken = useQuery({ ...contactsQuery(account, from ?? ''), enabled: from !== null })

  // The person's own words are never overwritten: a form is filled only while it is empty, or on request.
  const [filledFrom, setFilledFrom] = useState<string>()
  const isEmpty = ROLES.every((each) => Object.values(draft.values[each]).every((value) => value === ''))
  const registrant = taken.data?.registrant
  useEffect(() => {
    if (!registrant || from === null || filledFrom === from || !(isEmpty || source === from)) return
    setFilledFrom(from)
    const extra = tldOf(from) === tldOf(domain) ? pairsText(registrant.extra) : ''
    onChange({ ...draft, values: { ...draft.values, registrant: valuesOf(registrant) }, extra })
  }, [registrant, from, filledFrom, isEmpty, source, domain, draft, onChange])

  const errors = (of: Role): Partial<Record<Field, string>> => {
    const faults: Partial<Record<Field, string>> = checked && !draft.same[of] ? faultsOf(draft.values[of]) : {}
    for (const field of Object.keys(draft.values[of]) as Field[]) {
      const rule = ruleOf(`contacts.${of}.${field}`)
      if (rule) faults[field] = rule
    }
    return faults
  }

  return (
    <Stack gap="sm">
      {sources.length > 0 && (
        <Group align="flex-end" gap="sm">
          <Select
            label="Take the registrant from"
            data={sources}
            value={from}
            onChange={(next) => {
              setSource(next)
              setFilledFrom(undefined)
            }}
            searchable
            allowDeselect={false}
            w={{ base: '100%', xs: 320 }}
          />
          {filledFrom !== undefined && (
            <Text size="sm" c="dimmed" pb={8}>
              Filled in from {filledFrom}
            </Text>
          )}
        </Group>
      )}
      <Tabs value={role} onChange={(next) => setRole((next ?? 'registrant') as Role)}>
        <Tabs.List>
          {ROLES.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              c={Object.keys(errors(each)).length > 0 ? 'var(--mantine-color-error)' : undefined}
            >
              {ROLE_WORDS[each].label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {ROLES.map((each) => (
          <Tabs.Panel key={each} value={each} pt="sm">
            <Stack gap="sm">
              {each !== 'registrant' && (
                <Checkbox
                  label="Same as the registrant"
                  checked={draft.same[each]}
                  onChange={(event) =>
                    onChange({
                      ...draft,
                      same: { ...draft.same, [each]: event.currentTarget.checked },
                      values: { ...draft.values, [each]: draft.values.registrant },
                    })
                  }
                />
              )}
              {!draft.same[each] && (
                <ContactFields
                  values={draft.values[each]}
                  errors={errors(each)}
                  onChange={(values) => onChange({ ...draft, values: { ...draft.values, [each]: values } })}
                />
              )}
              {each === 'registrant' && (
                <Textarea
                  label="What the registry asks for besides"
                  description="Only some endings need it. One per line: name = value"
                  autosize
                  minRows={1}
                  value={draft.extra}
                  onChange={(event) => onChange({ ...draft, extra: event.currentTarget.value })}
                  error={
                    parsePairs(draft.extra) === undefined
                      ? 'Each line is a name, an equals sign and a value'
                      : undefined
                  }
                />
              )}
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  )
}
