import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',

  component: lazyRouteComponent(() => import('./index'), 'OverviewPage'),
})

export const overviewRoutes = [index] as const
