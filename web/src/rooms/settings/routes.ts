import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { day, flag, given, oneOf, tableSearch, text } from '@/app/search'

type Raw = Record<string, unknown>

export const SECTIONS = ['customers', 'prices', 'preview', 'routes', 'rates'] as const
export const CUSTOMER_TABS = ['overview', 'keys', 'statement', 'orders', 'domains'] as const

interface Search {
  q?: string
  sort?: string
  role?: string
  open?: string
  /** Something new is being made. */
  add?: true
  section?: (typeof SECTIONS)[number]
  /** What the price preview is of. */
  customer?: string
  tld?: string
  domain?: string
}

interface CustomerSearch {
  q?: string
  sort?: string
  tab?: (typeof CUSTOMER_TABS)[number]
  /** First and last day of the statement. */
  from?: string | undefined
  to?: string | undefined
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
    ...tableSearch(raw, ['role', 'state', 'operation', 'provider']),
    ...given({
      open: text(raw.open),
      add: flag(raw.add),
      section: oneOf(raw.section, SECTIONS),
      customer: text(raw.customer),
      tld: text(raw.tld),
      domain: text(raw.domain),
    }),
  }),
  component: lazyRouteComponent(() => import('./index'), 'SettingsPage'),
})

const customer = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/reseller/$customer',
  validateSearch: (raw: Raw): CustomerSearch => ({
    ...tableSearch(raw, ['state', 'kind']),
    ...given({ tab: oneOf(raw.tab, CUSTOMER_TABS), from: day(raw.from), to: day(raw.to) }),
  }),
  component: lazyRouteComponent(() => import('./reseller/CustomerPage'), 'CustomerPage'),
})

export const settingsRoutes = [index, page, customer] as const
