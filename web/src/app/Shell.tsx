import { ActionIcon, AppShell, Box, Burger, Group, Kbd, NavLink, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { LiveIndicator } from '@/live/LiveIndicator'
import { useLiveUpdates } from '@/live/stream'
import { Logo } from '@/parts/Logo'
import { Palette, openPalette } from './Palette'
import { ROOMS } from './rooms'
import type { User } from './session'
import classes from './Shell.module.css'
import { ThemeToggle } from './ThemeToggle'
import { UserMenu } from './UserMenu'

const IS_MAC = navigator.userAgent.includes('Mac OS')

export function Shell({ user, children }: { user: User; children: ReactNode }) {
  const [opened, menu] = useDisclosure()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const { close } = menu
  useEffect(close, [path, close])
  useLiveUpdates()

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
      withBorder
    >
      <a href="#main" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={opened}
            onClick={menu.toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={opened ? 'Close the navigation' : 'Open the navigation'}
          />
          <UnstyledButton component={Link} to="/" aria-label="Setec Manager, overview" className={classes.brand}>
            <Logo size={26} />
            <Text fw={600} size="md" visibleFrom="xs">
              Setec Manager
            </Text>
          </UnstyledButton>
          <Group gap={6} ml="auto" wrap="nowrap">
            <UnstyledButton
              className={classes.search}
              onClick={openPalette}
              visibleFrom="sm"
              aria-keyshortcuts="Control+K"
            >
              <IconSearch size={15} aria-hidden />
              <span>Search or jump to</span>
              <Kbd size="xs" ml="auto" aria-hidden>
                {IS_MAC ? '⌘ K' : 'Ctrl K'}
              </Kbd>
            </UnstyledButton>
            <ActionIcon hiddenFrom="sm" size="lg" aria-label="Search" onClick={openPalette}>
              <IconSearch size={18} />
            </ActionIcon>
            <LiveIndicator />
            <ThemeToggle />
            <UserMenu user={user} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" className={classes.navbar} aria-label="Rooms">
        {ROOMS.map((room) => (
          <NavLink
            key={room.to}
            component={Link}
            to={room.to}
            label={room.label}
            leftSection={<room.icon size={18} stroke={1.6} aria-hidden />}
            active={room.to === '/' ? path === '/' : path === room.to || path.startsWith(`${room.to}/`)}
            className={classes.link}
            aria-current={room.to === path ? 'page' : undefined}
          />
        ))}
        {user.role === 'viewer' && (
          <Tooltip label="Your account may look at everything and change nothing.">
            <Box mt="auto" p="xs">
              <Text size="xs" c="dimmed">
                Read-only account
              </Text>
            </Box>
          </Tooltip>
        )}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </AppShell.Main>
      <Palette />
      <Announcer path={path} />
    </AppShell>
  )
}

/** Tells a screen reader which page has opened: in the browser's eyes it is one page all the time. */
function Announcer({ path }: { path: string }) {
  const [title, setTitle] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setTitle(document.title), 300)
    return () => clearTimeout(timer)
  }, [path])
  return (
    <div aria-live="polite" className="visually-hidden">
      {title}
    </div>
  )
}
