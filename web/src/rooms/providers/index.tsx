import { Anchor, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { accountsQuery } from '@/api/queries/accounts'
import { ErrorState } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { Connected } from './Connected'
import { aboutDriver, driversOf, GROUPS, isAccount, type Account, type Driver } from './model'
import classes from './providers.module.css'

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
        <div className={classes.cards} role="status" aria-label="Loading">
          {[1, 2, 3].map((n) => (
            <Skeleton key={n} height={150} />
          ))}
        </div>
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
              <div className={classes.cards}>
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
              </div>
            </div>
          )
        })}
      </Stack>
    </section>
  )
}
