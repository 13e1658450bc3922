import type { Schemas } from '@/api/client'
import type { ApiError } from '@/api/error'

export type Account = Schemas['ProviderBody']
export type AccountDetail = Schemas['ProviderDetailBody']
export type Field = Schemas['FieldBody']
export type ConfigureRequest = Schemas['ConfigureRequest']

/** Whether there are credentials; else the row stands for a provider without any account. */
export function isAccount(row: Account): boolean {
  return row.connected || row.capabilities.length > 0 || row.error != null
}

/** Whether somebody has to look after it: nothing goes through, or not what the settings say. */
export function isInTrouble(account: Account): boolean {
  return account.error != null || !account.connected || account.health?.state === 'failing'
}

export const STATES = [
  { value: 'connected', label: 'Connected' },
  { value: 'trouble', label: 'In trouble' },
] as const

/** The accounts that a search and filters leave, those in trouble first. */
export function fitting(
  accounts: readonly Account[],
  wanted: { q?: string | undefined; provider?: string | undefined; state?: string | undefined },
): Account[] {
  const words = (wanted.q ?? '').toLowerCase().split(/\s+/)
  const among = (chosen: string | undefined, value: string) => !chosen || chosen.split(',').includes(value)
  return accounts
    .filter((one) => words.every((word) => `${one.name} ${one.display_name}`.toLowerCase().includes(word)))
    .filter((one) => among(wanted.provider, one.driver))
    .filter((one) => among(wanted.state, isInTrouble(one) ? 'trouble' : 'connected'))
    .sort((a, b) => Number(isInTrouble(b)) - Number(isInTrouble(a)) || a.name.localeCompare(b.name))
}

export interface Driver {
  id: string
  name: string
  accounts: number
}

/** Every provider that an account can be made for, and how many there are. */
export function driversOf(rows: readonly Account[]): Driver[] {
  const drivers = new Map<string, Driver>()
  for (const row of rows) {
    const driver = drivers.get(row.driver) ?? { id: row.driver, name: row.display_name, accounts: 0 }
    if (isAccount(row)) driver.accounts += 1
    drivers.set(row.driver, driver)
  }
  return [...drivers.values()].sort((a, b) => a.name.localeCompare(b.name))
}

export const GROUPS = [
  { id: 'vendor', label: 'Hosting companies and registrars' },
  { id: 'dns', label: 'Name servers' },
] as const

interface About {
  group: (typeof GROUPS)[number]['id']
  text: string
  /** The way to the key at the vendor, where it is more than the field's own help can say. */
  key?: { url: string; steps: readonly string[] }
}

const ABOUT: Record<string, About> = {
  hostinger: {
    group: 'vendor',
    text: 'Domains, DNS, virtual servers, SSH keys and billing of a Hostinger account.',
    key: {
      url: 'https://hpanel.hostinger.com',
      steps: [
        'Sign in to hPanel.',
        'Open your profile at the top right, then Account Settings, then API.',
        'Create a token. Name it, such as setec-manager, and let it expire late or never.',
        'Copy it at once: it is shown only then. It has all rights of its owner, so treat it like a password.',
      ],
    },
  },
  hostraha: { group: 'vendor', text: 'Domains and DNS of a Hostraha reseller, paid from its credit.' },
  'domains-reseller': {
    group: 'vendor',
    text: 'Any operator of the Domains Reseller module: domains and DNS, paid from a credit.',
  },
  powerdns: { group: 'dns', text: 'Zones of a PowerDNS Authoritative Server, over its HTTP API.' },
  rfc2136: { group: 'dns', text: 'BIND, Knot, NSD and others, over dynamic updates and zone transfers.' },
  local: { group: 'dns', text: 'Zones that Setec Manager serves itself, with its embedded name server.' },
}

export function aboutDriver(driver: string): About {
  return ABOUT[driver] ?? { group: 'vendor', text: 'Accounts at this provider.' }
}

/** All capabilities in groups, in the words of the field. */
export const CAPABILITIES: readonly { group: string; items: readonly (readonly [string, string])[] }[] = [
  {
    group: 'DNS',
    items: [
      ['dns', 'Records of zones'],
      ['dns.zones', 'Create and delete zones'],
      ['dns.reset', 'Reset to default records'],
      ['dns.snapshots', 'Snapshots at the provider'],
    ],
  },
  {
    group: 'Domains',
    items: [
      ['domains', 'Register and manage'],
      ['domains.renewals', 'Renew'],
      ['domains.transfers', 'Transfer in'],
      ['domains.transfers.cancel', 'Cancel a transfer'],
      ['domains.restores', 'Restore from redemption'],
      ['domains.contacts', 'Contacts'],
      ['domains.whois', 'WHOIS profiles'],
      ['domains.glue', 'Child name servers'],
      ['domains.forwarding', 'URL forwarding'],
      ['domains.email', 'E-mail forwarding'],
      ['domains.prices', 'Price lists'],
      ['domains.suggestions', 'Suggestions'],
      ['domains.release', 'Release'],
      ['domains.deletion', 'Deletion'],
    ],
  },
  {
    group: 'Servers',
    items: [
      ['servers', 'Virtual servers'],
      ['servers.firewalls', 'Firewalls'],
      ['servers.scripts', 'Post-install scripts'],
      ['ssh_keys', 'SSH keys'],
    ],
  },
  {
    group: 'Billing',
    items: [
      ['billing', 'Subscriptions and catalog'],
      ['billing.renewals', 'Automatic renewal'],
      ['credit', 'Credit'],
    ],
  },
]

/** `DNS`, `Domains`, ... of which the account has anything. */
export function areasOf(capabilities: readonly string[]): string[] {
  return CAPABILITIES.filter(({ items }) => items.some(([id]) => capabilities.includes(id))).map(({ group }) => group)
}

export const NAME_RULE = /^[a-z0-9][a-z0-9-]{0,62}$/

/** The driver's own name, or the first free one after it. */
export function freeName(driver: string, taken: readonly string[]): string {
  if (!taken.includes(driver)) return driver
  for (let number = 2; ; number += 1) {
    const name = `${driver}-${number}`
    if (!taken.includes(name)) return name
  }
}

export function nameProblem(name: string, taken: readonly string[]): string | null {
  if (name === '') return 'Give the account a name'
  if (!NAME_RULE.test(name)) return 'Up to 63 lower-case letters, digits and hyphens, beginning with a letter or digit'
  return taken.includes(name) ? `There is an account named ${name} already` : null
}

/** A form's key of a field: dots would be paths there. */
export const keyOf = (field: string) => field.replaceAll('.', '/')

interface Filled {
  fields: readonly Field[]
  /** By `keyOf`; secrets are empty unless typed. */
  values: Record<string, string>
  /** What the form began with. */
  initial: Record<string, string>
  /** Named for an account that is not there yet. */
  driver?: string
}

/** The request for what was typed; `undefined` where nothing was. What is left out keeps its stored value. */
export function requestOf({ fields, values, initial, driver }: Filled): ConfigureRequest | undefined {
  const request: ConfigureRequest = driver === undefined ? {} : { driver }
  const value = (name: string) => (values[keyOf(name)] ?? '').trim()
  const isChanged = (name: string) => value(name) !== (initial[keyOf(name)] ?? '')
  const names = fields.map((field) => field.name)
  for (const name of ['api_key', 'api_secret'] as const) {
    if (names.includes(name) && value(name) !== '') request[name] = value(name)
  }
  if (names.includes('base_url') && isChanged('base_url')) request.base_url = value('base_url')
  const extras = names.filter((name) => name.startsWith('extra.'))
  if (extras.some(isChanged)) {
    // The API replaces all of them at once.
    request.extra = Object.fromEntries(
      extras.filter((name) => value(name) !== '').map((name) => [name.slice('extra.'.length), value(name)]),
    )
  }
  const hasChange = Object.keys(request).some((key) => key !== 'driver')
  return hasChange || driver !== undefined ? request : undefined
}

/** A failed test in a few words; the server's message says what to do, `advice` where it does not. */
export function explainTest(error: ApiError, provider: string): { title: string; advice?: string } {
  const text = error.message.toLowerCase()
  switch (error.code) {
    case 'provider_credentials':
      if (/\bhas expired:/.test(text)) return { title: 'The key has expired' }
      if (text.includes('does not let this server in')) return { title: `${provider} blocks this server` }
      return { title: `${provider} refused the key` }
    case 'provider_unavailable':
      return { title: `${provider} cannot be reached` }
    case 'provider_timeout':
      return { title: `${provider} did not answer in time` }
    case 'provider_protocol':
      return {
        title: `The address does not answer like ${provider}`,
        advice: 'Check the API URL: something else seems to listen there.',
      }
    case 'rate_limited':
      return {
        title: `${provider} asks to wait`,
        advice: 'The limit of requests is used up for now. The key was not refused.',
      }
    default:
      return { title: 'The test did not succeed' }
  }
}
