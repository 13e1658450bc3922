import { NavLink, Skeleton } from '@mantine/core'
import { IconMapPinOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useSession } from '@/app/session'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { PAGES } from './pages'
import { resellerQuery, nameServerQuery } from './queries'
import classes from './settings.module.css'

export function SettingsPage() {
  const { page: id } = useParams({ from: '/settings/$page' })
  const { isAdmin } = useSession()
  const reseller = useQuery({ ...resellerQuery, enabled: isAdmin })
  const nameServer = useQuery(nameServerQuery)
  // What the server does not have is not shown at all.
  const lacks = { reseller: !reseller.data, nameserver: nameServer.data === null || nameServer.isPending }
  const shown = PAGES.filter((page) => !page.needs || !lacks[page.needs] || page.id === id)
  const page = PAGES.find((one) => one.id === id)
  const waiting = page?.needs === 'reseller' ? isAdmin && reseller.isPending : nameServer.isPending
  const missing = page?.needs !== undefined && !waiting && lacks[page.needs]
  const Body = page?.component
  return (
    <>
      <PageHeader title={page ? `Settings: ${page.label}` : 'Settings'} heading="Settings" />
      <div className={classes.frame}>
        <nav className={classes.nav} aria-label="Settings">
          {shown
            .filter((one) => one.id !== id || !missing)
            .map((one) => (
              <NavLink
                key={one.id}
                component={Link}
                to={`/settings/${one.id}`}
                label={one.label}
                active={one.id === id}
                aria-current={one.id === id ? 'page' : undefined}
                className={classes.link}
              />
            ))}
        </nav>
        <div style={{ minWidth: 0 }}>
          {!Body || missing ? (
            <EmptyState icon={IconMapPinOff} title="There are no such settings">
              This server does not have them, or your account may not see them.
            </EmptyState>
          ) : page.needs && waiting ? (
            <Skeleton height={240} role="status" aria-label="Loading" />
          ) : page.admin && !isAdmin ? (
            <EmptyState title="Only administrators see this">
              Your account may only look. Ask an administrator.
            </EmptyState>
          ) : (
            <Suspense fallback={<Skeleton height={240} role="status" aria-label="Loading" />}>
              <Body />
            </Suspense>
          )}
        </div>
      </div>
    </>
  )
}
