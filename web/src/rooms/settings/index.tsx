import { NavLink, Skeleton } from '@mantine/core'
import { IconMapPinOff } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useSession } from '@/app/session'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { PAGES } from './pages'
import classes from './settings.module.css'
import { useShowCurrent } from './useShowCurrent'

export function SettingsPage() {
  const { page: id } = useParams({ from: '/settings/$page' })
  const { isAdmin } = useSession()
  const page = PAGES.find((one) => one.id === id)
  const Body = page?.component
  const showCurrent = useShowCurrent(id)
  return (
    <>
      <PageHeader title={page ? `Settings: ${page.label}` : 'Settings'} heading="Settings" />
      <div className={classes.frame}>
        <nav className={classes.nav} aria-label="Settings" ref={showCurrent}>
          {PAGES.map((one) => (
            <NavLink
              key={one.id}
              component={Link}
              to={`/settings/${one.id}`}
              label={one.label}
              data-page={one.id}
              active={one.id === id}
              aria-current={one.id === id ? 'page' : undefined}
              className={classes.link}
            />
          ))}
        </nav>
        <div style={{ minWidth: 0 }}>
          {!page || !Body ? (
            <EmptyState icon={IconMapPinOff} title="There are no such settings">
              Choose one of the pages beside.
            </EmptyState>
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
