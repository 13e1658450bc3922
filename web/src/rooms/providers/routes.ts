import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { tableSearch, type RawSearch } from '@/app/search'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers',
  validateSearch: (raw: RawSearch) => tableSearch(raw, ['provider', 'state']),
  component: lazyRouteComponent(() => import('./index'), 'ProvidersPage'),
})

const add = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers/add/$driver',
  component: lazyRouteComponent(() => import('./AddPage'), 'AddPage'),
})

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers/$account',
  component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
})

export const providersRoutes = [index, add, one] as const
