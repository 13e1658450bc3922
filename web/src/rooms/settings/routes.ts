import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',

  component: lazyRouteComponent(() => import('./index'), 'SettingsPage'),
})

export const settingsRoutes = [index] as const
