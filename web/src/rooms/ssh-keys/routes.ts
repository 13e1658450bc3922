import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { flag, given, tableSearch, text } from '@/app/search'

interface Search {
  q?: string
  sort?: string
  account?: string
  /** The key that is open beside the list. */
  open?: string
  /** A new key is being added. */
  add?: true
}

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ssh-keys',
  validateSearch: (raw: Record<string, unknown>): Search => ({
    ...tableSearch(raw, ['account']),
    ...given({ open: text(raw.open), add: flag(raw.add) }),
  }),
  component: lazyRouteComponent(() => import('./index'), 'SshKeysPage'),
})

export const sshKeysRoutes = [index] as const
