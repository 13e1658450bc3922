import { Anchor, Badge, Group, Paper, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconChevronRight, IconPlugConnected, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { accountsQuery } from '@/api/queries/accounts'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { TimeText } from '@/parts/TimeText'
import { Budget, HealthBadge, SandboxBadge } from './AccountFacts'
import { aboutDriver, areasOf, driversOf, GROUPS, isAccount, type Account, type Driver } from './model'
import classes from './providers.module.css'

/** From this many accounts on, a search box is worth its place. */
const MANY = 9

export function ProvidersPage() {
  const query = useQuery(accountsQuery)
  const rows = query.data as Account[] | undefined
  return (
    <>
      <PageHeader
        title="Hosting Providers"
        description="Accounts at vendors and name servers that are managed from here."
      />
      {query.error && !rows && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {!rows && !query.error && (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} role="status" aria-label="Loading">
          {[1, 2, 3].map((n) => (
            <Skeleton key={n} height={150} />
          ))}
        </SimpleGrid>
      )}
      {rows && (
        <Stack gap="xl">
          <Connected accounts={rows.filter(isAccount)} />
          <Addable drivers={driversOf(rows)} />
        </Stack>
      )}
    </>
  )
}

function Connected({ accounts }: { accounts: Account[] }) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const shown = accounts.filter((account) => `${account.name} ${account.display_name}`.toLowerCase().includes(wanted))
  return (
    <section aria-labelledby="connected">
      <Group justify="space-between" mb="sm">
        <Title order={2} id="connected">
          Your accounts
        </Title>
        {accounts.length >= MANY && (
          <TextInput
            size="xs"
            placeholder="Search"
            aria-label="Search accounts"
            leftSection={<IconSearch size={14} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Group>
      {accounts.length === 0 ? (
        <Paper withBorder className={classes.panel}>
          <EmptyState icon={IconPlugConnected} title="No account yet">
            Choose a provider below, paste its key, test the connection and save.
          </EmptyState>
        </Paper>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3, xl: 4 }} spacing="md">
          {shown.map((account) => (
            <AccountCard key={account.name} account={account} />
          ))}
        </SimpleGrid>
      )}
    </section>
  )
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
      {!account.connected && !problem && (
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

function Addable({ drivers }: { drivers: Driver[] }) {
  return (
    <section aria-labelledby="add">
      <Title order={2} id="add" mb="sm">
        Add an account
      </Title>
      <Stack gap="md">
        {GROUPS.map((group) => {
          const own = drivers.filter((driver) => aboutDriver(driver.id).group === group.id)
          if (own.length === 0) return null
          return (
            <div key={group.id}>
              <Text size="sm" c="dimmed" mb={6}>
                {group.label}
              </Text>
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3, xl: 4 }} spacing="md">
                {own.map((driver) => (
                  <Paper key={driver.id} withBorder p="md" className={classes.card}>
                    <Group wrap="nowrap" gap="xs" justify="space-between">
                      <div className={classes.grow}>
                        <Anchor component={Link} to={`/providers/add/${driver.id}`} className={classes.cover} fw={600}>
                          {driver.name}
                        </Anchor>
                        <Text size="sm" c="dimmed">
                          {aboutDriver(driver.id).text}
                        </Text>
                        {driver.accounts > 0 && (
                          <Text size="xs" c="dimmed" mt={4}>
                            {driver.accounts === 1 ? '1 account' : `${driver.accounts} accounts`} already
                          </Text>
                        )}
                      </div>
                      <IconChevronRight size={18} color="var(--mantine-color-dimmed)" aria-hidden />
                    </Group>
                  </Paper>
                ))}
              </SimpleGrid>
            </div>
          )
        })}
      </Stack>
    </section>
  )
}
