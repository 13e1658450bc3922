import { createSpotlight, Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { useMantineColorScheme } from '@mantine/core'
import { IconLogout, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { ROOMS } from './rooms'
import { signOut } from './UserMenu'
import '@mantine/spotlight/styles.css'

const [store, handle] = createSpotlight()
export const openPalette = handle.open

/** Ctrl/Cmd-K: jump to any place, run an action. */
export function Palette() {
  const navigate = useNavigate()
  const { setColorScheme } = useMantineColorScheme()
  const places = ROOMS.map((room): SpotlightActionData => ({
    id: room.to,
    label: room.label,
    leftSection: <room.icon size={18} stroke={1.6} />,
    onClick: () => void navigate({ to: room.to }),
  }))
  const actions: SpotlightActionGroupData[] = [
    { group: 'Go to', actions: places },
    {
      group: 'Do',
      actions: [
        {
          id: 'light',
          label: 'Use the light colours',
          leftSection: <IconSun size={18} />,
          onClick: () => setColorScheme('light'),
        },
        {
          id: 'dark',
          label: 'Use the dark colours',
          leftSection: <IconMoon size={18} />,
          onClick: () => setColorScheme('dark'),
        },
        { id: 'sign-out', label: 'Sign out', leftSection: <IconLogout size={18} />, onClick: () => void signOut() },
      ],
    },
  ]
  return (
    <Spotlight
      store={store}
      actions={actions}
      shortcut="mod + K"
      highlightQuery
      nothingFound="Nothing found"
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'Search or jump to',
        'aria-label': 'Search or jump to',
      }}
    />
  )
}
