import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { oneOf, tableSearch, text } from '@/app/search'

type Raw = Record<string, unknown>

export const SECTIONS = ['customers', 'prices', 'routes', 'rates'] as const
export const CUSTOMER_TABS = ['overview', 'keys', 'statement', 'orders', 'domains'] as const

interface Search {
  q?: string
  sort?: string
  role?: string
  open?: string
  section?: (typeof SECTIONS)[number]
}

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$page', params: { page: 'appearance' }, replace: true })
  },
})

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/$page',
  validateSearch: (raw: Raw): Search => ({
    ...tableSearch(raw, ['role', 'state']),
    open: text(raw.open),
    section: oneOf(raw.section, SECTIONS),
  }),
  component: lazyRouteComponent(() => import('./index'), 'SettingsPage'),
})

const customer = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/reseller/$customer',
  validateSearch: (raw: Raw): { tab?: (typeof CUSTOMER_TABS)[number] } => ({ tab: oneOf(raw.tab, CUSTOMER_TABS) }),
  component: lazyRouteComponent(() => import('./reseller/CustomerPage'), 'CustomerPage'),
})

export const settingsRoutes = [index, page, customer] as const
