import type { Schemas } from '@/api/client'

/** What a provider has may lack anything. */
export type Contact = Partial<Schemas['Contact']>
export type Contacts = { [role in Role]?: Contact | null }

export const ROLES = ['registrant', 'admin', 'tech', 'billing'] as const
export type Role = (typeof ROLES)[number]

export const ROLE_WORDS: Record<Role, { label: string; text: string }> = {
  registrant: { label: 'Registrant', text: 'Whose domain it is' },
  admin: { label: 'Admin', text: 'Decides for the registrant' },
  tech: { label: 'Tech', text: 'Runs the name servers' },
  billing: { label: 'Billing', text: 'Pays' },
}

/** The fields of a person, in the order of the form. */
export const FIELDS = [
  'first_name',
  'last_name',
  'organization',
  'email',
  'phone',
  'address1',
  'address2',
  'city',
  'state',
  'postcode',
  'country',
  'tax_id',
] as const
export type Field = (typeof FIELDS)[number]

export type ContactValues = Record<Field, string>

export function valuesOf(contact: Contact | null | undefined): ContactValues {
  return Object.fromEntries(FIELDS.map((field) => [field, contact?.[field] ?? ''])) as ContactValues
}

/** The contact to be sent; what the form does not show (`extra`, `fax`) stays as it was. */
export function contactOf(values: ContactValues, base?: Contact | null): Contact {
  const trimmed = Object.fromEntries(FIELDS.map((field) => [field, values[field].trim()]))
  return { ...base, ...trimmed, phone: phoneOf(values.phone), country: values.country.trim().toUpperCase() }
}

/** E.164 from what people type: `+46 8 555-014 82` and `0046...`. */
export function phoneOf(text: string): string {
  const digits = text
    .trim()
    .replace(/^00/, '+')
    .replace(/[\s().\-/]/g, '')
  return digits
}

export function isSame(a: Contact | null | undefined, b: Contact | null | undefined): boolean {
  if (!a || !b) return !a && !b
  return FIELDS.every((field) => (a[field] ?? '') === (b[field] ?? ''))
}

/** Contacts as a request body: the API fills in what is absent, which its types do not say. */
export function bodyOf(contacts: Contacts): Schemas['Contacts'] {
  return contacts as Schemas['Contacts']
}

/** What a person sees wrong before the provider does. */
export function faultsOf(values: ContactValues): Partial<Record<Field, string>> {
  const faults: Partial<Record<Field, string>> = {}
  for (const field of ['first_name', 'last_name', 'email', 'phone', 'address1', 'city', 'country'] as const)
    if (values[field].trim() === '') faults[field] = 'It is required'
  if (!faults.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.email.trim())) faults.email = 'Not an e-mail address'
  if (!faults.phone && !/^\+[1-9]\d{5,14}$/.test(phoneOf(values.phone)))
    faults.phone = 'With the country code, such as +254712345678'
  return faults
}

/** `Maja Ekdahl, Nordlund Web Studio AB, Stockholm, SE`. */
export function summaryOf(contact: Contact | null | undefined): string {
  if (!contact) return 'not known'
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ')
  return [name, contact.organization, contact.city, contact.country].filter(Boolean).join(', ') || 'not known'
}
