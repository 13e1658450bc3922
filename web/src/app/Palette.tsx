import { Group, Text, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import {
  IconCloudPlus,
  IconKey,
  IconListDetails,
  IconLogout,
  IconMoon,
  IconPencil,
  IconPlugConnected,
  IconPlus,
  IconReplace,
  IconSearch,
  IconServer2,
  IconSun,
  IconTransferIn,
  IconWorldWww,
  type Icon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { searchQuery, type SearchHit } from '@/api/queries/search'
import { ROOMS } from './rooms'
import { signOut } from './UserMenu'
import '@mantine/spotlight/styles.css'

const [store, handle] = createSpotlight()
export const openPalette = handle.open

interface Command {
  label: string
  icon: Icon
  /** Further words by which it is found. */
  words?: string
  to?: string
  run?: () => void
}

const ACTIONS: Command[] = [
  { label: 'Register a domain', icon: IconPlus, words: 'buy new', to: '/domains/register' },
  { label: 'Transfer a domain in', icon: IconTransferIn, to: '/domains/transfer' },
  { label: 'Create a server', icon: IconCloudPlus, words: 'buy new vm vps', to: '/servers/new' },
  { label: 'Search and replace over all zones', icon: IconReplace, words: 'dns records bulk', to: '/dns/replace' },
]

const KINDS: Record<string, { label: string; icon: Icon }> = {
  account: { label: 'Accounts', icon: IconPlugConnected },
  domain: { label: 'Domains', icon: IconWorldWww },
  zone: { label: 'DNS zones', icon: IconListDetails },
  record: { label: 'DNS records', icon: IconPencil },
  server: { label: 'Servers', icon: IconServer2 },
  key: { label: 'SSH keys', icon: IconKey },
  ssh_key: { label: 'SSH keys', icon: IconKey },
}

/** Ctrl/Cmd-K: jump to any place or thing, run an action. */
export function Palette() {
  const [typed, setTyped] = useState('')
  const { history } = useRouter()
  const { setColorScheme } = useMantineColorScheme()
  const words = typed.trim().toLowerCase()
  const [asked] = useDebouncedValue(words, 120)
  const { data: hits, error } = useQuery(searchQuery(asked))

  const go = (to: string) => {
    handle.close()
    history.push(to)
  }
  const commands: Command[] = [
    ...ACTIONS,
    { label: 'Use the light colours', icon: IconSun, words: 'theme', run: () => setColorScheme('light') },
    { label: 'Use the dark colours', icon: IconMoon, words: 'theme', run: () => setColorScheme('dark') },
    { label: 'Sign out', icon: IconLogout, words: 'log', run: () => void signOut() },
  ]
  const fits = (text: string) => words.split(/\s+/).every((word) => text.toLowerCase().includes(word))
  const rooms = ROOMS.filter((room) => fits(room.label))
  const actions = commands.filter((command) => fits(`${command.label} ${command.words ?? ''}`))
  const groups = words.length >= 2 ? grouped(hits ?? []) : []
  const isEmpty = rooms.length + actions.length + groups.length === 0

  return (
    <Spotlight.Root
      store={store}
      query={typed}
      onQueryChange={setTyped}
      shortcut="mod + K"
      maxHeight={440}
      scrollable
      size="lg"
      attributes={{ content: { 'aria-label': 'Search or jump to' } }}
      centered={false}
      yOffset={96}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      styles={{ content: { background: 'var(--setec-panel)' }, search: { background: 'var(--setec-panel)' } }}
    >
      <Spotlight.Search
        placeholder="A domain, zone, record, server, or what to do"
        aria-label="Search or jump to"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(([kind, entries]) => (
          <Spotlight.ActionsGroup key={kind} label={KINDS[kind]?.label ?? kind}>
            {entries.map((hit, index) => (
              <Hit key={`${hit.link} ${index}`} hit={hit} onGo={go} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {rooms.length > 0 && (
          <Spotlight.ActionsGroup label="Go to">
            {rooms.map((room) => (
              <Spotlight.Action
                key={room.to}
                label={room.label}
                leftSection={<room.icon size={18} stroke={1.6} aria-hidden />}
                onClick={() => go(room.to)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {actions.length > 0 && (
          <Spotlight.ActionsGroup label="Do">
            {actions.map((command) => (
              <Spotlight.Action
                key={command.label}
                label={command.label}
                leftSection={<command.icon size={18} stroke={1.6} aria-hidden />}
                onClick={() => (command.to ? go(command.to) : command.run?.())}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {isEmpty && (
          <Spotlight.Empty>
            {error ? 'The search did not answer' : `Nothing is called or holds "${typed}"`}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function Hit({ hit, onGo }: { hit: SearchHit; onGo: (to: string) => void }) {
  const Mark = KINDS[hit.kind]?.icon ?? IconSearch
  return (
    <Spotlight.Action onClick={() => onGo(hit.link)}>
      <Group wrap="nowrap" gap="sm" w="100%">
        <Mark size={18} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
        <div style={{ minWidth: 0, flex: 1 }}>
          <Text size="sm" truncate>
            {hit.title}
          </Text>
          {hit.detail && (
            <Text size="xs" c="dimmed" truncate>
              {hit.detail}
            </Text>
          )}
        </div>
        {hit.account && (
          <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
            {hit.account}
          </Text>
        )}
      </Group>
    </Spotlight.Action>
  )
}

/** Hits by kind, in the order in which the kinds first occur: the server sends the best first. */
function grouped(hits: readonly SearchHit[]): [string, SearchHit[]][] {
  const groups = new Map<string, SearchHit[]>()
  for (const hit of hits) groups.set(hit.kind, [...(groups.get(hit.kind) ?? []), hit])
  return [...groups]
}
