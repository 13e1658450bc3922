import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers',

  component: lazyRouteComponent(() => import('./index'), 'ProvidersPage'),
})

export const providersRoutes = [index] as const
