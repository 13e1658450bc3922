import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { overviewRoutes } from '@/rooms/overview/routes'
import { providersRoutes } from '@/rooms/providers/routes'
import { domainsRoutes } from '@/rooms/domains/routes'
import { dnsRoutes } from '@/rooms/dns/routes'
import { serversRoutes } from '@/rooms/servers/routes'
import { sshKeysRoutes } from '@/rooms/ssh-keys/routes'
import { billingRoutes } from '@/rooms/billing/routes'
import { ordersRoutes } from '@/rooms/orders/routes'
import { activityRoutes } from '@/rooms/activity/routes'
import { settingsRoutes } from '@/rooms/settings/routes'
import { PageError } from './PageError'
import { rootRoute } from './root'

const routeTree = rootRoute.addChildren([
  ...overviewRoutes,
  ...providersRoutes,
  ...domainsRoutes,
  ...dnsRoutes,
  ...serversRoutes,
  ...sshKeysRoutes,
  ...billingRoutes,
  ...ordersRoutes,
  ...activityRoutes,
  ...settingsRoutes,
])

export function newRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    // The query client decides what is fresh.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageError,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>
  }
}
