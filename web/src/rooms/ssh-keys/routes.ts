import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { tableSearch, text } from '@/app/search'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ssh-keys',
  validateSearch: (raw: Record<string, unknown>): { q?: string; sort?: string; account?: string; open?: string } => ({
    ...tableSearch(raw, ['account']),
    open: text(raw.open),
  }),
  component: lazyRouteComponent(() => import('./index'), 'SshKeysPage'),
})

export const sshKeysRoutes = [index] as const
