import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { oneOf, tableSearch, text } from '@/app/search'

type Raw = Record<string, unknown>

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/servers',
  validateSearch: (raw: Raw) => tableSearch(raw, ['account', 'provider', 'status', 'region', 'label', 'tag']),
  component: lazyRouteComponent(() => import('./index'), 'ServersPage'),
})

const create = createRoute({
  getParentRoute: () => rootRoute,
  path: '/servers/new',
  validateSearch: (raw: Raw): { account?: string; region?: string; plan?: string; template?: string } => ({
    account: text(raw.account),
    region: text(raw.region),
    plan: text(raw.plan),
    template: text(raw.template),
  }),
  component: lazyRouteComponent(() => import('./create/CreatePage'), 'CreatePage'),
})

const ordered = createRoute({
  getParentRoute: () => rootRoute,
  path: '/servers/ordered/$order',
  validateSearch: (raw: Raw): { names?: string } => ({ names: text(raw.names) }),
  component: lazyRouteComponent(() => import('./create/OrderedPage'), 'OrderedPage'),
})

const firewalls = createRoute({
  getParentRoute: () => rootRoute,
  path: '/servers/firewalls',
  component: lazyRouteComponent(() => import('./firewall/FirewallsPage'), 'FirewallsPage'),
})

export const TABS = ['overview', 'metrics', 'backups', 'firewall', 'actions', 'settings'] as const
export const RANGES = ['1h', '6h', '24h', '7d', '30d'] as const

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: '/servers/$account/$id',
  validateSearch: (raw: Raw): { tab?: (typeof TABS)[number]; range?: (typeof RANGES)[number] } => ({
    tab: oneOf(raw.tab, TABS),
    range: oneOf(raw.range, RANGES),
  }),
  component: lazyRouteComponent(() => import('./server/ServerPage'), 'ServerPage'),
})

export const serversRoutes = [index, create, ordered, firewalls, one] as const
