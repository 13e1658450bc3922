import { IconCreditCard, IconKey, IconListDetails, IconServer2, IconWorldWww } from '@tabler/icons-react'

/** What is counted, and the list in which it stands. */
export const KINDS = [
  { key: 'domains', label: 'Domains', path: '/domains', icon: IconWorldWww, capability: 'domains' },
  { key: 'zones', label: 'DNS zones', path: '/dns', icon: IconListDetails, capability: 'dns' },
  { key: 'servers', label: 'Servers', path: '/servers', icon: IconServer2, capability: 'servers' },
  { key: 'keys', label: 'SSH keys', path: '/ssh-keys', icon: IconKey, capability: 'ssh_keys' },
  {
    key: 'subscriptions',
    label: 'Subscriptions',
    path: '/billing?tab=subscriptions',
    icon: IconCreditCard,
    capability: 'billing',
  },
] as const

export type Kind = (typeof KINDS)[number]

/** The list of a kind, only of one account, and only what has a name where one is given. */
export function listPath(path: string, account: string, name?: string): string {
  const [room, search] = path.split('?')
  const wanted = new URLSearchParams(search)
  wanted.set('account', account)
  if (name !== undefined) wanted.set('q', name)
  return `${room}?${wanted}`
}

/** Where a subscription is shown and its renewal switched. */
export function subscriptionPath(account: string, name: string): string {
  return listPath('/billing?tab=subscriptions', account, name)
}
