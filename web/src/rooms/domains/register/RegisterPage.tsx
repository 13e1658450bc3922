import { Alert, Anchor, Button, Group, MultiSelect, Stack, Text } from '@mantine/core'
import { IconInfoCircle, IconSearch, IconWorldPlus } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { candidates, parseNames } from '../model'
import { tldsQuery } from '../queries'
import { Chosen, isChosen } from './Chosen'
import { NamesField } from './NamesField'
import { Offers } from './Offers'
import { MOST, offeredTlds } from './search'
import { Suggestions } from './Suggestions'
import { useFreeNames } from './useOffers'

const USUAL = ['com', 'net', 'org', 'io', 'dev']

export function RegisterPage() {
  const search = useSearch({ from: '/domains/register' })
  const navigate = useNavigate()
  const { accounts, data: known } = useAccounts('domains')
  const lists = useQueries({ queries: accounts.map((account) => tldsQuery(account.name)) })
  const tlds = useMemo(() => offeredTlds(lists.flatMap((list) => (list.data ? [list.data] : []))), [lists])

  const [typed, setTyped] = useState(search.q ?? '')
  const chosenTlds = search.tlds?.split(',') ?? USUAL.filter((tld) => tlds.length === 0 || tlds.includes(tld))
  const names = candidates(search.q ?? '', chosenTlds)
  const shown = names.slice(0, MOST)
  const firstWord = parseNames(search.q ?? '')[0]?.split('.')[0]
  const offers = useFreeNames(isChosen(search) ? [] : shown, accounts)

  const go = (change: typeof search) =>
    void navigate({ to: '/domains/register', search: { ...search, ...change }, resetScroll: false })

  if (isChosen(search)) return <Chosen kind="register" choice={search} go={go} />

  return (
    <>
      <PageHeader
        title="Register a domain"
        back={{ to: '/domains', label: 'Domains' }}
        description="Type one name or many. Prices of all accounts stand side by side; nothing is bought before you agree to a price."
      />
      {known && accounts.length === 0 ? (
        <Panel>
          <EmptyState
            icon={IconWorldPlus}
            title="No account sells domains yet"
            action={
              <Button component={Link} to="/providers">
                Connect a provider
              </Button>
            }
          >
            Connect an account at a registrar first.
          </EmptyState>
        </Panel>
      ) : (
        <Stack gap="md">
          <Panel>
            <form
              onSubmit={(event) => {
                event.preventDefault()
                go({ q: typed.trim() || undefined })
              }}
            >
              <Group align="flex-end" gap="sm">
                <NamesField placeholder="acacia, example.com" value={typed} onChange={setTyped} />
                <MultiSelect
                  label="Endings for names without one"
                  data={tlds}
                  value={chosenTlds.filter((tld) => tlds.includes(tld))}
                  onChange={(next) => go({ tlds: next.join(',') || undefined })}
                  searchable
                  hidePickedOptions
                  style={{ flex: '2 1 300px' }}
                />
                <Button type="submit" leftSection={<IconSearch size={16} aria-hidden />}>
                  Search
                </Button>
              </Group>
            </form>
          </Panel>
          {names.length > MOST && (
            <Alert color="yellow" variant="light" p="sm" icon={<IconInfoCircle aria-hidden />}>
              <Text size="sm">
                {names.length} names are too many at once: the first {MOST} are shown.
              </Text>
            </Alert>
          )}
          {shown.length > 0 && (
            <Offers
              title="Availability and prices"
              description="The first year, and what every further year costs."
              offers={offers}
              accounts={accounts}
              onChoose={(domain, account) => go({ domain, account })}
            />
          )}
          {firstWord && shown.length > 0 && (
            <Suggestions
              word={firstWord}
              tlds={chosenTlds}
              without={shown}
              accounts={accounts}
              onChoose={(domain) => {
                const q = [...parseNames(search.q ?? ''), domain].join(', ')
                setTyped(q)
                go({ q })
              }}
            />
          )}
          <Text size="sm" c="dimmed">
            A domain that is registered elsewhere is{' '}
            <Anchor
              inherit
              renderRoot={(props) => (
                <Link {...props} to="/domains/transfer" search={search.q !== undefined ? { q: search.q } : {}} />
              )}
            >
              transferred in
            </Anchor>{' '}
            instead.
          </Text>
        </Stack>
      )}
    </>
  )
}
