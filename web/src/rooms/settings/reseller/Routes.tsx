import { ActionIcon, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import type { Column } from '@/parts/DataTable'
import { ErrorNote } from '@/parts/ErrorState'
import { deleteRoute, routesQuery, saveRoute, type Route } from './api'
import { EditableList } from './EditableList'
import { SaveButtons, useSave } from './saving'
import { sentence, tldText } from './words'

const COLUMNS: Column<Route>[] = [
  {
    id: 'tld',
    header: 'TLD',
    value: (route) => sentence(tldText(route.tld)),
    width: 'minmax(140px, 1fr)',
    phone: 'title',
  },
  {
    id: 'accounts',
    header: 'Bought at',
    value: (route) => route.providers.join(', then '),
    width: 'minmax(220px, 3fr)',
  },
]

const nameOf = (route: Route) => `route of ${tldText(route.tld)}`

export function Routes() {
  return (
    <EditableList
      name="routes"
      label="Routes"
      noun="route"
      nameOf={nameOf}
      query={useQuery(routesQuery)}
      rowId={(route) => route.tld}
      columns={COLUMNS}
      icon={IconRoute}
      emptyTitle="No routes yet"
      purpose="A route says which accounts a TLD is bought at. Without one, it is not sold."
      title={(route) => (route ? `Route of ${tldText(route.tld)}` : 'Add a route')}
      form={(route, close) => <RouteForm {...(route ? { route } : {})} close={close} />}
      remove={(route) => deleteRoute(route.tld)}
      lost={() =>
        'What no other route leads anywhere is no longer sold. Domains that customers have stay where they are.'
      }
    />
  )
}

function RouteForm({ route, close }: { route?: Route; close: () => void }) {
  const { accounts } = useAccounts('domains')
  const [tld, setTld] = useState(route?.tld ?? '')
  const [providers, setProviders] = useState(route?.providers ?? [])
  const save = useSave({
    save: () => saveRoute(tld.trim().toLowerCase().replace(/^\./, ''), providers),
    done: 'The route is saved',
    close,
  })
  const isReady = providers.length > 0 && tld.trim() !== ''
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !save.isPending) save.mutate()
      }}
    >
      <Stack gap="md">
        <TextInput
          label="TLD"
          description="Such as com or co.uk; * is every TLD without a route of its own"
          placeholder="com"
          spellCheck={false}
          data-autofocus={route ? undefined : true}
          value={tld}
          onChange={(event) => setTld(event.currentTarget.value)}
          disabled={route !== undefined}
        />
        <MultiSelect
          label="Accounts"
          description="In their order: the first is asked first, the next only where that one cannot sell"
          data={accounts.map((account) => account.name)}
          value={providers}
          onChange={setProviders}
          placeholder={providers.length === 0 ? 'Choose an account' : ''}
          clearable
        />
        {providers.length > 1 && (
          <Stack gap={4} component="ol" m={0} pl={0} style={{ listStyle: 'none' }} aria-label="Order of the accounts">
            {providers.map((provider, at) => (
              <Group key={provider} component="li" gap="xs" wrap="nowrap">
                <Text size="sm" c="dimmed" w={18} ta="end" className="numbers">
                  {at + 1}.
                </Text>
                <Text size="sm" style={{ flex: 1, overflowWrap: 'anywhere' }}>
                  {provider}
                </Text>
                <ActionIcon
                  size="sm"
                  aria-label={`Ask ${provider} earlier`}
                  disabled={at === 0}
                  onClick={() => setProviders(moved(providers, at))}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  aria-label={`Ask ${provider} later`}
                  disabled={at === providers.length - 1}
                  onClick={() => setProviders(moved(providers, at + 1))}
                >
                  <IconArrowDown size={14} />
                </ActionIcon>
              </Group>
            ))}
          </Stack>
        )}
        <ErrorNote error={save.error} />
        <SaveButtons action="Save route" close={close} busy={save.isPending} disabled={!isReady} />
      </Stack>
    </form>
  )
}

/** The account at a place changes places with the one before it. */
function moved(providers: readonly string[], at: number): string[] {
  const next = [...providers]
  const [account] = next.splice(at, 1)
  if (account !== undefined) next.splice(at - 1, 0, account)
  return next
}
