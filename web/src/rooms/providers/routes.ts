import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers',
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
