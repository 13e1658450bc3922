import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { given, tableSearch, text, type RawSearch } from '@/app/search'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activity',
  validateSearch: (raw: RawSearch) => ({
    ...tableSearch(raw, ['account', 'outcome', 'action', 'actor', 'since', 'until']),
    ...given({ open: text(raw.open) }),
  }),
  component: lazyRouteComponent(() => import('./index'), 'ActivityPage'),
})

export const activityRoutes = [index] as const
