import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

export interface SettingsPage {
  id: string
  label: string
  component: LazyExoticComponent<ComponentType>
  /** Further words by which the search finds it. */
  words?: string
  /** Only administrators may see what is there. */
  admin?: boolean
}

/** The pages in the order of the navigation. */
export const PAGES: readonly SettingsPage[] = [
  {
    id: 'appearance',
    label: 'Appearance',
    words: 'theme dark light density colours colors',
    component: lazy(() => import('./Appearance').then((module) => ({ default: module.Appearance }))),
  },
  {
    id: 'password',
    label: 'Password',
    component: lazy(() => import('./Password').then((module) => ({ default: module.Password }))),
  },
  {
    id: 'users',
    label: 'Users and roles',
    component: lazy(() => import('./users/Users').then((module) => ({ default: module.Users }))),
    admin: true,
  },
  {
    id: 'reseller',
    label: 'Reseller',
    words: 'customers prices credit whmcs',
    component: lazy(() => import('./reseller/Reseller').then((module) => ({ default: module.Reseller }))),
  },
  {
    id: 'nameserver',
    label: 'Name server',
    words: 'dns embedded secondaries',
    component: lazy(() => import('./NameServer').then((module) => ({ default: module.NameServer }))),
  },
  {
    id: 'gateways',
    label: 'Gateways',
    words: 'snippets nsupdate lego traefik cert-manager externaldns ddclient fritz certbot bind knot nsd whmcs acme',
    component: lazy(() => import('./Gateways').then((module) => ({ default: module.Gateways }))),
  },
  {
    id: 'api',
    label: 'API and CLI',
    words: 'curl command line openapi',
    component: lazy(() => import('./ApiPage').then((module) => ({ default: module.ApiPage }))),
  },
]
