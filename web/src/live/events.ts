import type { Schemas } from '@/api/client'

/** One event of `/api/events`. */
export type LiveEvent = Schemas['EventBody']

type Key = readonly unknown[]

const NOUNS: Record<string, Key[]> = {
  dns: [['zones'], ['zone']],
  zone: [['zones'], ['zone']],
  domain: [['domains'], ['domain']],
  whois: [['whois']],
  server: [['servers'], ['server']],
  firewall: [['firewalls']],
  script: [['scripts']],
  ssh_key: [['ssh-keys']],
  subscription: [['subscriptions']],
  payment_method: [['payment-methods']],
  provider: [['accounts'], ['account']],
  user: [['users']],
  customer: [['reseller']],
  customer_key: [['reseller']],
  customer_domain: [['reseller']],
  price_rule: [['reseller']],
  route: [['reseller']],
  exchange_rate: [['reseller']],
}

/** Which queries an event makes old. The first words of query keys are listed in the web README. */
export function keysFor(event: LiveEvent): Key[] {
  switch (event.kind) {
    case 'lagged':
      return [[]]
    case 'order':
      return [
        ['orders'],
        ['order', ...(event.id ? [event.id] : [])],
        ['overview'],
        ['domains'],
        ['servers'],
        ['subscriptions'],
        ['reseller'],
      ]
    case 'domain_sync':
      return [['domains'], ['domain-sync'], ['overview']]
    case 'account':
      return [['accounts'], ['account'], ['overview']]
    case 'zone':
      return [['zones'], zoneKey(event.account, event.subject), ['overview']]
    case 'journal': {
      if (event.state === 'begun') return [['journal']]
      const [noun = '', what] = (event.action ?? '').split('.')
      if (what === 'tags') return [['journal'], ['tags'], ...taggedKeys(noun, event)]
      return [['journal'], ['overview'], ...(NOUNS[noun] ?? [])]
    }
    default:
      return []
  }
}

/** Tags are ours: what the provider told besides is not asked for anew. */
function taggedKeys(noun: string, { account, subject }: LiveEvent): Key[] {
  if (!account || !subject) return NOUNS[noun] ?? []
  switch (noun) {
    case 'domain':
      return [['domains'], ['domain', account, subject, 'facts']]
    case 'zone':
      return [['zones'], ['zone', account, subject, 'tags']]
    case 'server':
      return [
        ['servers', account],
        ['server', account, subject],
      ]
    default:
      return []
  }
}

function zoneKey(account: string | null | undefined, zone: string | null | undefined): Key {
  return account && zone ? ['zone', account, zone] : ['zone']
}
