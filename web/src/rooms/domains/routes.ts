import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { given, oneOf, tableSearch, text, type RawSearch } from '@/app/search'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/domains',
  validateSearch: (raw: RawSearch) => tableSearch(raw, ['account', 'provider', 'status', 'expiring', 'flag', 'tag']),
  component: lazyRouteComponent(() => import('./index'), 'DomainsPage'),
})

const register = createRoute({
  getParentRoute: () => rootRoute,
  path: '/domains/register',
  validateSearch: (raw: RawSearch) =>
    given({
      q: text(raw.q),
      tlds: text(raw.tlds),
      domain: text(raw.domain),
      account: text(raw.account),
      order: text(raw.order),
    }),
  component: lazyRouteComponent(() => import('./register/RegisterPage'), 'RegisterPage'),
})

const transfer = createRoute({
  getParentRoute: () => rootRoute,
  path: '/domains/transfer',
  validateSearch: (raw: RawSearch) =>
    given({
      q: text(raw.q),
      domain: text(raw.domain),
      account: text(raw.account),
      order: text(raw.order),
    }),
  component: lazyRouteComponent(() => import('./register/TransferPage'), 'TransferPage'),
})

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: '/domains/$account/$name',
  validateSearch: (raw: RawSearch) =>
    given({
      tab: oneOf(raw.tab, ['overview', 'dns', 'contacts', 'forwarding', 'transfer', 'history']),
    }),
  component: lazyRouteComponent(() => import('./domain/DomainPage'), 'DomainPage'),
})

export const domainsRoutes = [index, register, transfer, one] as const
