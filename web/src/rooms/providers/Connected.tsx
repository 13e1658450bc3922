import { Anchor, Badge, Button, Group, Paper, Text, Title } from '@mantine/core'
import { IconPlugConnected, IconSearchOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTableUrl } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { FilterButton, SearchBox } from '@/parts/table/Toolbar'
import { TimeText } from '@/parts/TimeText'
import { Budget, HealthBadge, SandboxBadge } from './AccountFacts'
import { areasOf, fitting, isInTrouble, STATES, type Account } from './model'
import classes from './providers.module.css'

/** The accounts that there are, as cards; what is searched and filtered is in the address. */
export function Connected({ accounts }: { accounts: readonly Account[] }) {
  const url = useTableUrl()
  const { q, provider, state } = url.values
  const shown = fitting(accounts, { q, provider, state })
  const providers = [...new Map(accounts.map((one) => [one.driver, one.display_name]))]
  return (
    <section aria-labelledby="connected">
      <Group justify="space-between" mb="sm" mih={36}>
        <Title order={2} id="connected">
          Your accounts
        </Title>
        {accounts.length > 1 && (
          <Group gap="xs" className={classes.tools}>
            <Search value={q ?? ''} onChange={(next) => url.set({ q: next })} />
            <FilterButton
              filter={{ id: 'provider', label: 'Provider', get: () => null }}
              choices={providers.map(([value, label]) => ({
                value,
                label,
                count: accounts.filter((one) => one.driver === value).length,
              }))}
              chosen={chosenOf(provider)}
              onChange={(chosen) => url.set({ provider: chosen.join(',') })}
            />
            <FilterButton
              filter={{ id: 'state', label: 'State', get: () => null }}
              choices={STATES.map((one) => ({ ...one, count: fitting(accounts, { state: one.value }).length }))}
              chosen={chosenOf(state)}
              onChange={(chosen) => url.set({ state: chosen.join(',') })}
            />
          </Group>
        )}
      </Group>
      {accounts.length === 0 && (
        <Paper withBorder className={classes.panel}>
          <EmptyState icon={IconPlugConnected} title="No account yet">
            Choose a provider below, paste its key, test the connection and save.
          </EmptyState>
        </Paper>
      )}
      {accounts.length > 0 && shown.length === 0 && (
        <Paper withBorder className={classes.panel}>
          <EmptyState
            icon={IconSearchOff}
            title="No account fits"
            action={
              <Button
                variant="default"
                onClick={() => url.set({ q: undefined, provider: undefined, state: undefined })}
              >
                Show all accounts
              </Button>
            }
          />
        </Paper>
      )}
      <div className={classes.cards}>
        {shown.map((account) => (
          <AccountCard key={account.name} account={account} />
        ))}
      </div>
    </section>
  )
}

/** The address, and the cards with it, follow when typing has ended. */
function Search({ value, onChange }: { value: string; onChange: (value: string | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed || undefined), 150)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <SearchBox
      inputRef={input}
      label="Accounts"
      placeholder="Search accounts"
      value={typed}
      onChange={setTyped}
      onLeave={() => onChange(typed || undefined)}
    />
  )
}

function chosenOf(text: string | undefined): string[] {
  return (text ?? '').split(',').filter(Boolean)
}

function AccountCard({ account }: { account: Account }) {
  const problem = account.error ?? (account.health?.state === 'failing' ? account.health.message : undefined)
  return (
    <Paper component="article" withBorder p="md" className={classes.card} aria-label={`Account ${account.name}`}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <div className={classes.grow}>
          <Anchor component={Link} to={`/providers/${account.name}`} className={classes.cover} fw={600} size="md">
            {account.name}
          </Anchor>
          <Text size="sm" c="dimmed">
            {account.display_name}
          </Text>
        </div>
        <Group gap={4} justify="flex-end">
          {account.sandbox && <SandboxBadge />}
          <HealthBadge account={account} />
        </Group>
      </Group>
      <Group gap={4} mt="sm">
        {areasOf(account.capabilities).map((area) => (
          <Badge key={area} variant="default" tt="none" fw={500}>
            {area}
          </Badge>
        ))}
      </Group>
      {problem && (
        <Text size="sm" mt="sm" c="var(--mantine-color-error)" lineClamp={3}>
          {problem}
        </Text>
      )}
      {isInTrouble(account) && !problem && (
        <Text size="sm" mt="sm" c="var(--mantine-color-error)">
          The provider refused the stored key. Open the account and enter a new one.
        </Text>
      )}
      {account.budget && (
        <Text component="div" size="sm" mt="sm">
          <Budget budget={account.budget} />
        </Text>
      )}
      {account.last_sync && (
        <Text size="xs" c="dimmed" mt="sm">
          Domains synced <TimeText at={account.last_sync} />
        </Text>
      )}
    </Paper>
  )
}
