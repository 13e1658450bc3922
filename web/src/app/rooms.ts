import {
  IconActivity,
  IconCreditCard,
  IconKey,
  IconLayoutDashboard,
  IconPlugConnected,
  IconReceipt,
  IconServer2,
  IconSettings,
  IconWorldWww,
  IconListDetails,
  type Icon,
} from '@tabler/icons-react'

/** The rooms in the order of the navigation. */
export const ROOMS = [
  { to: '/', label: 'Overview', icon: IconLayoutDashboard },
  { to: '/providers', label: 'Hosting Providers', icon: IconPlugConnected },
  { to: '/domains', label: 'Domains', icon: IconWorldWww },
  { to: '/dns', label: 'DNS', icon: IconListDetails },
  { to: '/servers', label: 'Servers', icon: IconServer2 },
  { to: '/ssh-keys', label: 'SSH Keys', icon: IconKey },
  { to: '/billing', label: 'Billing', icon: IconCreditCard },
  { to: '/orders', label: 'Orders', icon: IconReceipt },
  { to: '/activity', label: 'Activity', icon: IconActivity },
  { to: '/settings', label: 'Settings', icon: IconSettings },
] as const satisfies readonly { to: string; label: string; icon: Icon }[]
