import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { tableSearch } from '@/app/search'
const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dns',
  validateSearch: (raw: Record<string, unknown>) => tableSearch(raw, ['account']),
  component: lazyRouteComponent(() => import('./index'), 'DnsPage'),
})

export const dnsRoutes = [index] as const
