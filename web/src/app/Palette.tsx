import { Group, Text, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import {
  IconKey,
  IconListDetails,
  IconPencil,
  IconPlugConnected,
  IconSearch,
  IconServer2,
  IconWorldWww,
  type Icon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { searchQuery, type SearchHit } from '@/api/queries/search'
import { commands, INNER, type Command } from './commands'
import classes from './Palette.module.css'
import { ROOMS } from './rooms'
import { useReadOnlyReason } from './session'
import '@mantine/spotlight/styles.css'

const [store, handle] = createSpotlight()
export const openPalette = handle.open

const LIST = 'palette-entries'

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

  // The library chooses the first entry as one types; what is found comes later, and before it.
  useEffect(() => {
    if (words !== '') selectFirst()
  }, [words, hits])

  const go = (to: string) => {
    handle.close()
    history.push(to)
  }
  const fits = (command: { label: string; words?: string }) => {
    const text = `${command.label} ${command.words ?? ''}`.toLowerCase()
    return words.split(/\s+/).every((word) => text.includes(word))
  }
  const places: Command[] = [...ROOMS, ...(words === '' ? [] : INNER)].filter(fits)
  const actions = commands({ setColorScheme }).filter(fits)
  const groups = words.length >= 2 ? grouped(hits ?? []) : []
  const isEmpty = places.length + actions.length + groups.length === 0

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
      classNames={{ action: classes.action, actionDescription: classes.description, actionSection: classes.section }}
      styles={{ content: { background: 'var(--setec-panel)' }, search: { background: 'var(--setec-panel)' } }}
    >
      <Spotlight.Search
        placeholder="A domain, zone, record, server, or what to do"
        aria-label="Search or jump to"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList id={LIST}>
        {groups.map(([kind, entries]) => (
          <Spotlight.ActionsGroup key={kind} label={KINDS[kind]?.label ?? kind}>
            {entries.map((hit, index) => (
              <Hit key={`${hit.link} ${index}`} hit={hit} onGo={go} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {places.length > 0 && (
          <Spotlight.ActionsGroup label="Go to">
            {places.map((place) => (
              <Do key={place.to} command={place} onGo={go} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {actions.length > 0 && (
          <Spotlight.ActionsGroup label="Do">
            {actions.map((command) => (
              <Do key={command.label} command={command} onGo={go} />
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

function Do({ command, onGo }: { command: Command; onGo: (to: string) => void }) {
  const readOnly = useReadOnlyReason()
  const reason = command.changes ? readOnly : undefined
  return (
    <Spotlight.Action
      label={command.label}
      leftSection={<command.icon size={18} stroke={1.6} aria-hidden />}
      {...(reason ? { description: reason, 'aria-disabled': true, closeSpotlightOnTrigger: false } : {})}
      onClick={() => {
        if (reason) return
        if (command.to) onGo(command.to)
        else command.run?.()
      }}
    />
  )
}

function Hit({ hit, onGo }: { hit: SearchHit; onGo: (to: string) => void }) {
  const Mark = KINDS[hit.kind]?.icon ?? IconSearch
  return (
    <Spotlight.Action onClick={() => onGo(hit.link)}>
      <Group wrap="nowrap" gap="sm" w="100%" miw={0}>
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

function selectFirst() {
  const list = document.getElementById(LIST)
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected')
  const first = list?.querySelector('[data-action]')
  first?.setAttribute('data-selected', 'true')
  first?.scrollIntoView({ block: 'nearest' })
  store.updateState((state) => ({ ...state, selected: first ? 0 : -1 }))
}

/** Hits by kind, in the order in which the kinds first occur: the server sends the best first. */
function grouped(hits: readonly SearchHit[]): [string, SearchHit[]][] {
  const groups = new Map<string, SearchHit[]>()
  for (const hit of hits) groups.set(hit.kind, [...(groups.get(hit.kind) ?? []), hit])
  return [...groups]
}
