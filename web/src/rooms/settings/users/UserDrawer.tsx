import { ActionIcon, Button, Drawer, Group, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { formatMoney } from '@/parts/MoneyText'
import { notifyDone } from '@/parts/notify'
import { TimeText } from '@/parts/TimeText'
import { spendingQuery } from '../queries'
import { limitRows, limitsOf, rowProblems, type LimitRow } from './limits'
import { ROLES } from './Users'

type User = Schemas['UserBody']

interface Props {
  user: User | undefined
  own: string | undefined
  onClose: () => void
  onDelete: (user: User) => void
}

export function UserDrawer({ user, own, onClose, onDelete }: Props) {
  return (
    <Drawer opened={user !== undefined} onClose={onClose} title={user?.name ?? ''} size="md">
      {user && (
        <Stack gap="lg">
          <KeyValues
            items={[
              ['Role', `${ROLES[user.role].label}. ${ROLES[user.role].meaning}.`],
              ['Created', <TimeText key="created" at={user.created_at} exact />],
            ]}
          />
          {user.role === 'admin' && <Spending key={user.id} user={user} />}
          <DisabledReason reason={user.id === own ? 'Nobody can delete themselves' : undefined}>
            {(off) => (
              <Button variant="default" w="fit-content" onClick={() => onDelete(user)} {...off}>
                Delete user
              </Button>
            )}
          </DisabledReason>
        </Stack>
      )}
    </Drawer>
  )
}

function Spending({ user }: { user: User }) {
  const query = useQuery(spendingQuery(user.id))
  return (
    <section aria-label="Spending limits">
      <Title order={3} mb={4}>
        Spending limits
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        An order above a limit waits until another administrator approves it. Whoever has limits may spend in no other
        currency; without any limit, everything may be spent. Days and months are those of UTC.
      </Text>
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton height={120} />
      ) : (
        <Limits key={query.dataUpdatedAt} user={user} data={query.data} />
      )}
    </section>
  )
}

function Limits({ user, data }: { user: User; data: Schemas['SpendingBody'] }) {
  const client = useQueryClient()
  const [rows, setRows] = useState<LimitRow[]>(() => limitRows(data.limits))
  const [tried, setTried] = useState(false)
  const problems = rowProblems(rows)
  const shown = tried ? problems : []
  const save = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/users/{id}/spending-limits', {
          params: { path: { id: user.id } },
          body: { limits: limitsOf(rows) },
        }),
      ),
    onSuccess: async () => {
      notifyDone(`The limits of ${user.name} are saved`)
      await client.invalidateQueries({ queryKey: ['users', user.id] })
    },
  })
  const change = (index: number, part: Partial<LimitRow>) =>
    setRows((old) => old.map((row, at) => (at === index ? { ...row, ...part } : row)))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (problems.every((problem) => Object.keys(problem).length === 0)) save.mutate()
      }}
    >
      <Stack gap="sm">
        {data.spent.length > 0 && (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Spent</Table.Th>
                <Table.Th ta="end">Today</Table.Th>
                <Table.Th ta="end">This month</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.spent.map((one) => (
                <Table.Tr key={one.currency}>
                  <Table.Td>{one.currency}</Table.Td>
                  <Table.Td ta="end">{formatMoney(one.day, one.currency)}</Table.Td>
                  <Table.Td ta="end">{formatMoney(one.month, one.currency)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {rows.map((row, index) => (
          <Group key={row.key} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              label="Currency"
              w={88}
              maxLength={3}
              value={row.currency}
              onChange={(event) => change(index, { currency: event.currentTarget.value.toUpperCase() })}
              error={shown[index]?.currency}
              data-autofocus={row.currency === '' || undefined}
            />
            <TextInput
              label="Per day"
              placeholder="no limit"
              inputMode="decimal"
              style={{ flex: 1 }}
              value={row.day}
              onChange={(event) => change(index, { day: event.currentTarget.value })}
              error={shown[index]?.day}
            />
            <TextInput
              label="Per month"
              placeholder="no limit"
              inputMode="decimal"
              style={{ flex: 1 }}
              value={row.month}
              onChange={(event) => change(index, { month: event.currentTarget.value })}
              error={shown[index]?.month}
            />
            <ActionIcon
              mt={26}
              aria-label={`Remove the limit in ${row.currency || 'this currency'}`}
              onClick={() => setRows((old) => old.filter((_, at) => at !== index))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        {rows.length === 0 && <Text size="sm">No limits.</Text>}
        <ErrorNote error={save.error} />
        <Group justify="space-between">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setRows((old) => [...old, { key: crypto.randomUUID(), currency: '', day: '', month: '' }])}
          >
            Add a currency
          </Button>
          <Button type="submit" size="xs" loading={save.isPending}>
            Save limits
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
