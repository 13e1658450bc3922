import { Alert, Anchor, Button, Group, List, Stack, Text } from '@mantine/core'
import { IconArrowDownLeft, IconInfoCircle, IconSearch } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { parseNames } from '../model'
import { Chosen, isChosen } from './Chosen'
import { NamesField } from './NamesField'
import { Offers } from './Offers'
import { MOST } from './search'
import { useTransferNames } from './useOffers'

/** Domains come over from other registrars. */
export function TransferPage() {
  const search = useSearch({ from: '/domains/transfer' })
  const navigate = useNavigate()
  const { accounts, data: known } = useAccounts('domains')
  const [typed, setTyped] = useState(search.q ?? '')
  const [refused, setRefused] = useState(false)
  const names = parseNames(search.q ?? '').filter((name) => name.includes('.'))
  const shown = names.slice(0, MOST)
  const offers = useTransferNames(isChosen(search) ? [] : shown, accounts)
  const go = (change: typeof search) =>
    void navigate({ to: '/domains/transfer', search: { ...search, ...change }, resetScroll: false })

  if (isChosen(search)) return <Chosen kind="transfer" choice={search} go={go} />

  return (
    <>
      <PageHeader
        title="Transfer a domain in"
        back={{ to: '/domains', label: 'Domains' }}
        description="Type one name or many. Prices of all accounts stand side by side; nothing is bought before you agree to a price."
      />
      {known && accounts.every((account) => !account.capabilities.includes('domains.transfers')) ? (
        <Panel>
          <EmptyState
            icon={IconArrowDownLeft}
            title="No account takes transfers yet"
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
                setRefused(parseNames(typed).some((name) => !name.includes('.')))
                go({ q: typed.trim() || undefined })
              }}
            >
              <Group align="flex-start" gap="sm">
                <NamesField
                  placeholder="example.com, example.org"
                  value={typed}
                  onChange={setTyped}
                  error={refused ? 'Whole names, such as example.com' : undefined}
                />
                <Button type="submit" mt={24} leftSection={<IconSearch size={16} aria-hidden />}>
                  Show prices
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
          {shown.length > 0 ? (
            <Offers
              title="Transfers and prices"
              description="The transfer with the year that comes with it, and what every further year costs."
              offers={offers}
              accounts={accounts}
              onChoose={(domain, account) => go({ domain, account })}
            />
          ) : (
            <Panel title="Before a transfer">
              <List size="sm" spacing={4}>
                <List.Item>Unlock the domain at the registrar that has it now.</List.Item>
                <List.Item>Get its transfer code there; for some endings, such as .uk, there is none.</List.Item>
                <List.Item>
                  See that the mail of its registrant arrives: the registry may ask for a confirmation.
                </List.Item>
                <List.Item>Write down its name servers and records, if the old registrar runs its DNS.</List.Item>
              </List>
            </Panel>
          )}
          <Text size="sm" c="dimmed">
            A name that nobody has is{' '}
            <Anchor
              inherit
              renderRoot={(props) => (
                <Link {...props} to="/domains/register" search={search.q !== undefined ? { q: search.q } : {}} />
              )}
            >
              registered
            </Anchor>{' '}
            instead.
          </Text>
        </Stack>
      )}
    </>
  )
}
