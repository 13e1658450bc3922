import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { given, oneOf, tableSearch, type RawSearch } from '@/app/search'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/billing',
  validateSearch: (raw: RawSearch) => ({
    ...tableSearch(raw, ['account', 'status', 'kind', 'period', 'tld']),
    ...given({ tab: oneOf(raw.tab, ['overview', 'subscriptions', 'catalog', 'payment', 'whois']) }),
  }),
  component: lazyRouteComponent(() => import('./index'), 'BillingPage'),
})

export const billingRoutes = [index] as const
