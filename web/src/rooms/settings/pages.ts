import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

export interface SettingsPage {
  id: string
  label: string
  component: LazyExoticComponent<ComponentType>
  /** Only administrators may see what is there. */
  admin?: boolean
}

/** The pages in the order of the navigation. */
export const PAGES: readonly SettingsPage[] = [
  {
    id: 'appearance',
    label: 'Appearance',
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
    component: lazy(() => import('./reseller/Reseller').then((module) => ({ default: module.Reseller }))),
  },
  {
    id: 'nameserver',
    label: 'Name server',
    component: lazy(() => import('./NameServer').then((module) => ({ default: module.NameServer }))),
  },
  {
    id: 'api',
    label: 'API and CLI',
    component: lazy(() => import('./ApiPage').then((module) => ({ default: module.ApiPage }))),
  },
]
