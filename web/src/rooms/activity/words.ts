import type { PriceRuleSettings } from '@/rooms/settings/reseller/api'
import { ruleScope, sentence, tldText } from '@/rooms/settings/reseller/words'

/** What an action of the journal is, in the words of who did it. */
const ACTIONS: Record<string, string> = {
  'user.create': 'Created a user',
  'user.delete': 'Deleted a user',
  'user.password': 'Changed a password',
  'user.spending_limits': 'Changed spending limits',
  'customer.create': 'Created a customer',
  'customer.update': 'Changed a customer',
  'customer.suspend': 'Suspended a customer',
  'customer.resume': 'Resumed a customer',
  'customer.credit': "Moved a customer's credit",
  'customer_key.create': 'Made a customer key',
  'customer_key.rotate': 'Rotated customer keys',
  'customer_key.revoke': 'Revoked a customer key',
  'customer_domain.assign': 'Assigned a domain to a customer',
  'customer_domain.take': 'Took a domain from a customer',
  'price_rule.create': 'Added a price rule',
  'price_rule.replace': 'Changed a price rule',
  'price_rule.delete': 'Deleted a price rule',
  'route.set': 'Set a route',
  'route.delete': 'Deleted a route',
  'exchange_rate.set': 'Set an exchange rate',
  'exchange_rate.delete': 'Deleted an exchange rate',
  'provider.configure': 'Configured an account',
  'provider.delete': 'Removed an account',
  'dns.create': 'Added DNS records',
  'dns.update': 'Changed DNS records',
  'dns.delete': 'Deleted DNS records',
  'dns.apply': 'Applied a DNS plan',
  'dns.reset': 'Reset the zone',
  'dns.restore': 'Restored a snapshot',
  'zone.create': 'Created a zone',
  'zone.delete': 'Deleted a zone',
  'domain.purchase': 'Bought a domain',
  'domain.renew': 'Renewed a domain',
  'domain.transfer': 'Transferred a domain in',
  'domain.restore': 'Restored a domain',
  'domain.nameservers': 'Changed name servers',
  'domain.lock': 'Locked the domain',
  'domain.unlock': 'Unlocked the domain',
  'domain.privacy.enable': 'Switched privacy on',
  'domain.privacy.disable': 'Switched privacy off',
  'domain.auth_code': 'Looked at the transfer code',
  'domain.tags': 'Changed the tags of the domain',
  'zone.tags': 'Changed the tags of the zone',
  'server.tags': 'Changed the tags of the server',
  'domain.forwarding.set': 'Set a forwarding',
  'domain.forwarding.delete': 'Removed the forwarding',
  'domain.subscription': 'Said which subscription pays for the domain',
  'domain.subscription.delete': 'Forgot which subscription pays for the domain',
  'server.purchase': 'Bought a server',
  'server.start': 'Started the server',
  'server.stop': 'Stopped the server',
  'server.restart': 'Restarted the server',
  'server.recreate': 'Installed the server anew',
  'server.hostname': 'Changed the host name',
  'server.hostname.reset': 'Reset the host name',
  'server.root_password': 'Set the root password',
  'server.labels': 'Changed labels',
  'server.ptr': 'Set a reverse name',
  'server.ptr.reset': 'Reset a reverse name',
  'server.snapshot.create': 'Made a snapshot',
  'server.snapshot.restore': 'Restored a snapshot',
  'server.snapshot.delete': 'Deleted a snapshot',
  'server.backup.restore': 'Restored a backup',
  'ssh_key.add': 'Added an SSH key',
  'ssh_key.delete': 'Deleted an SSH key',
  'ssh_key.attach': 'Put SSH keys on a server',
  'subscription.renew': 'Paid a subscription',
  'subscription.auto_renewal.enable': 'Switched auto-renewal on',
  'subscription.auto_renewal.disable': 'Switched auto-renewal off',
  'payment_method.default': 'Chose the payment method',
  'payment_method.delete': 'Deleted a payment method',
}

const DOORS: Record<string, string> = {
  rest: 'API',
  web: 'browser',
  cli: 'command line',
  system: 'by itself',
  gateway: 'gateway',
}

/** `domain.contacts.set` without words of its own becomes `Domain contacts set`. */
export function actionWords(action: string): string {
  const known = ACTIONS[action]
  if (known) return known
  const words = action.replaceAll(/[._]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function doorWords(door: string): string {
  return DOORS[door] ?? door
}

/** Families of actions that the filter offers. */
export const ACTION_GROUPS = [
  { value: 'dns', label: 'DNS records' },
  { value: 'zone', label: 'Zones' },
  { value: 'domain', label: 'Domains' },
  { value: 'server', label: 'Servers' },
  { value: 'firewall', label: 'Firewalls' },
  { value: 'ssh_key', label: 'SSH keys' },
  { value: 'subscription', label: 'Subscriptions' },
  { value: 'provider', label: 'Accounts' },
  { value: 'user', label: 'Users' },
  { value: 'customer', label: 'Customers' },
  { value: 'price_rule', label: 'Price rules' },
  { value: 'route', label: 'Routes' },
  { value: 'exchange_rate', label: 'Exchange rates' },
] as const

/** What an entry is about, where its subject is an id or a sign that says nothing to a reader. */
export function subjectWords(entry: {
  action: string
  subject?: string | null
  before?: unknown
  after?: unknown
}): string | null | undefined {
  const { action, subject } = entry
  if (action.startsWith('price_rule.')) {
    const rule = (entry.after ?? entry.before) as PriceRuleSettings | null | undefined
    return rule ? sentence(ruleScope(rule, undefined)) : subject
  }
  if (action.startsWith('route.') && subject) return sentence(tldText(subject))
  return subject
}

/** Where the subject of an entry is shown in this UI, if it is. */
export function subjectLink(entry: {
  action: string
  account?: string | null
  subject?: string | null
}): string | undefined {
  const { action, account, subject } = entry
  if (!subject) return undefined
  const noun = action.split('.')[0]
  if (noun === 'provider') return `/providers/${encodeURIComponent(subject)}`
  if (noun === 'user') return '/settings/users'
  if (noun === 'price_rule') return '/settings/reseller?section=prices'
  if (noun === 'route') return '/settings/reseller?section=routes'
  if (noun === 'exchange_rate') return '/settings/reseller?section=rates'
  if (noun === 'customer' || noun === 'customer_key') return `/settings/reseller/${encodeURIComponent(subject)}`
  if (!account || action.endsWith('.delete')) return undefined
  const path = `${encodeURIComponent(account)}/${encodeURIComponent(subject)}`
  if (noun === 'dns' || noun === 'zone') return `/dns/${path}`
  if (noun === 'domain') return `/domains/${path}`
  if (noun === 'server') return `/servers/${path}`
  return undefined
}
