import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { tableSearch } from '@/app/search'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orders',
  validateSearch: (raw: Record<string, unknown>) => tableSearch(raw, ['account', 'state', 'kind']),
  component: lazyRouteComponent(() => import('./index'), 'OrdersPage'),
})

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orders/$id',
  component: lazyRouteComponent(() => import('./OrderPage'), 'OrderPage'),
})

export const ordersRoutes = [index, one] as const
