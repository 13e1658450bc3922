import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '@/app/root'
import { oneOf, tableSearch, text, type TableSearch } from '@/app/search'

type Raw = Record<string, unknown>

const zones = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dns',
  validateSearch: (
    raw: Raw,
  ): TableSearch & {
    [K in 'account' | 'provider' | 'state' | 'tag']?: string
  } & { open?: 'new' | undefined } => ({
    ...tableSearch(raw, ['account', 'provider', 'state', 'tag']),
    open: oneOf(raw.open, ['new']),
  }),
  component: lazyRouteComponent(() => import('./zones/ZonesPage'), 'ZonesPage'),
})

const replace = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dns/replace',
  validateSearch: (raw: Raw): { [K in 'find' | 'by' | 'types' | 'accounts']?: string | undefined } => ({
    find: text(raw.find),
    by: text(raw.by),
    types: text(raw.types),
    accounts: text(raw.accounts),
  }),
  component: lazyRouteComponent(() => import('./zones/ReplacePage'), 'ReplacePage'),
})

/** What may be open beside the records. */
export const DRAWERS = ['review', 'import', 'copy', 'templates'] as const
export const TABS = ['records', 'history', 'health', 'live', 'settings'] as const

/** What a link to a zone's page may say. */
export interface ZoneSearch extends TableSearch {
  type?: string
  state?: string
  tab?: (typeof TABS)[number] | undefined
  open?: (typeof DRAWERS)[number] | undefined
  /** The set in the editor, as `www A`. */
  edit?: string | undefined
  /** The type of a record to be added, in the editor. */
  add?: string | undefined
  template?: string | undefined
  /** The one set that Live asks about, as `www A`. */
  set?: string | undefined
  /** Versions that are compared. */
  from?: string | undefined
  to?: string | undefined
}

const zone = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dns/$account/$zone',
  validateSearch: (raw: Raw): ZoneSearch => ({
    ...tableSearch(raw, ['type', 'state']),
    tab: oneOf(raw.tab, TABS),
    open: oneOf(raw.open, DRAWERS),
    edit: text(raw.edit),
    add: text(raw.add),
    template: text(raw.template),
    set: text(raw.set),
    from: text(raw.from),
    to: text(raw.to),
  }),
  component: lazyRouteComponent(() => import('./zone/ZonePage'), 'ZonePage'),
})

export const dnsRoutes = [zones, replace, zone] as const
