import {
  IconCloudPlus,
  IconDownload,
  IconFilePlus,
  IconKey,
  IconLock,
  IconLogout,
  IconMoon,
  IconPlug,
  IconPlus,
  IconRefresh,
  IconReplace,
  IconSun,
  IconTransferIn,
  IconUserPlus,
  type Icon,
} from '@tabler/icons-react'
import { api, ok } from '@/api/client'
import { notifyFailed, notifyInfo } from '@/parts/notify'
import { PAGES } from '@/rooms/settings/pages'
import { ROOMS } from './rooms'
import { signOut } from './UserMenu'

/** What the palette can do: lead to a page, or carry something out. */
export interface Command {
  label: string
  icon: Icon
  /** Further words by which it is found. */
  words?: string
  to?: string
  run?: () => void
  /** Nothing for who may only look. */
  changes?: boolean
}

interface Colours {
  setColorScheme: (scheme: 'light' | 'dark') => void
}

export function commands({ setColorScheme }: Colours): Command[] {
  return [
    { label: 'Connect an account', icon: IconPlug, words: 'add new provider hostinger key', to: '/providers' },
    { label: 'Register a domain', icon: IconPlus, words: 'buy add new', to: '/domains/register', changes: true },
    { label: 'Transfer a domain in', icon: IconTransferIn, words: 'add', to: '/domains/transfer', changes: true },
    {
      label: 'Read the domains of all accounts now',
      icon: IconRefresh,
      words: 'sync refresh synchronize',
      run: () => void readDomains(),
      changes: true,
    },
    { label: 'Create a zone', icon: IconFilePlus, words: 'add new dns', to: '/dns?open=new', changes: true },
    { label: 'Search and replace over all zones', icon: IconReplace, words: 'dns records bulk', to: '/dns/replace' },
    { label: 'Create a server', icon: IconCloudPlus, words: 'buy add new vm vps', to: '/servers/new', changes: true },
    { label: 'Add an SSH key', icon: IconKey, words: 'new create send', to: '/ssh-keys?add=true', changes: true },
    {
      label: 'Create a user',
      icon: IconUserPlus,
      words: 'add new role viewer administrator',
      to: '/settings/users?add=true',
      changes: true,
    },
    {
      label: 'Export the activity as CSV',
      icon: IconDownload,
      words: 'journal log download',
      run: () => location.assign('/api/journal?format=csv'),
    },
    { label: 'Change the password', icon: IconLock, to: '/settings/password' },
    { label: 'Use the light colours', icon: IconSun, words: 'theme colors', run: () => setColorScheme('light') },
    { label: 'Use the dark colours', icon: IconMoon, words: 'theme colors', run: () => setColorScheme('dark') },
    { label: 'Sign out', icon: IconLogout, words: 'log', run: () => void signOut() },
  ]
}

const iconOf = (to: (typeof ROOMS)[number]['to']) => ROOMS.find((room) => room.to === to)?.icon ?? IconPlus

/** Pages inside rooms: found by their words, too many to be listed before anything is typed. */
export const INNER: readonly Command[] = [
  { label: 'Servers: Firewalls', icon: iconOf('/servers'), to: '/servers/firewalls' },
  { label: 'Billing: Subscriptions', icon: iconOf('/billing'), words: 'renewals', to: '/billing?tab=subscriptions' },
  { label: 'Billing: Catalog', icon: iconOf('/billing'), words: 'prices products', to: '/billing?tab=catalog' },
  { label: 'Billing: Payment methods', icon: iconOf('/billing'), words: 'cards', to: '/billing?tab=payment' },
  { label: 'Reseller: Price rules', icon: iconOf('/settings'), to: '/settings/reseller?section=prices' },
  { label: 'Reseller: What it costs', icon: iconOf('/settings'), to: '/settings/reseller?section=preview' },
  { label: 'Reseller: Routes', icon: iconOf('/settings'), to: '/settings/reseller?section=routes' },
  { label: 'Reseller: Exchange rates', icon: iconOf('/settings'), to: '/settings/reseller?section=rates' },
  ...PAGES.map((page) => ({
    label: `Settings: ${page.label}`,
    icon: iconOf('/settings'),
    ...(page.words ? { words: page.words } : {}),
    to: `/settings/${page.id}`,
  })),
]

async function readDomains() {
  try {
    await ok(api.POST('/api/hosting/domains/sync'))
    notifyInfo('The accounts are being read', 'Their domains show as they come.')
  } catch (error) {
    notifyFailed('The accounts are not being read', error)
  }
}
