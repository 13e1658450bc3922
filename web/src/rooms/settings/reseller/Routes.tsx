import { Button, Group, Modal, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { IconPlus, IconRoute } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableMemory, type Column } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { deleteRoute, routesQuery, saveRoute, type Route } from './api'

const label = (tld: string) => (tld === '*' ? 'Every other TLD' : `.${tld}`)

export function Routes() {
  const query = useQuery(routesQuery)
  const client = useQueryClient()
  const url = useTableMemory()
  const [edited, setEdited] = useState<{ route?: Route }>()
  const [removed, setRemoved] = useState<Route>()
  const columns = useMemo<Column<Route>[]>(
    () => [
      { id: 'tld', header: 'TLD', value: (row) => label(row.tld), width: 'minmax(140px, 1fr)', phone: 'title' },
      {
        id: 'accounts',
        header: 'Accounts, the first first',
        value: (row) => row.providers.join(', '),
        width: 'minmax(220px, 3fr)',
      },
      {
        id: 'remove',
        header: '',
        value: () => null,
        cell: (row) => (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Delete the route of ${label(row.tld)}`}
            onClick={() => setRemoved(row)}
          >
            Delete
          </Button>
        ),
        sortable: false,
        search: false,
        width: '80px',
      },
    ],
    [],
  )
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited({})}>
      Add route
    </Button>
  )
  return (
    <>
      <DataTable
        name="routes"
        label="Routes"
        columns={columns}
        rows={query.data}
        rowId={(row) => row.tld}
        url={url}
        error={query.error}
        onRetry={() => void query.refetch()}
        onOpen={(route) => setEdited({ route })}
        toolbar={create}
        empty={
          <EmptyState icon={IconRoute} title="No routes yet" action={create}>
            A route says which accounts a TLD is bought at. Without one, it is not sold.
          </EmptyState>
        }
      />
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited?.route ? `Route of ${label(edited.route.tld)}` : 'Add a route'}
      >
        {edited && <RouteForm {...(edited.route ? { route: edited.route } : {})} close={() => setEdited(undefined)} />}
      </Modal>
      <ConfirmModal
        opened={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title={`Delete the route of ${removed ? label(removed.tld) : ''}?`}
        action="Delete route"
        onConfirm={async () => {
          if (!removed) return
          await deleteRoute(removed.tld)
          notifyDone('The route is deleted')
          await client.invalidateQueries({ queryKey: ['reseller', 'routes'] })
        }}
      >
        What no other route leads anywhere is no longer sold. Domains that customers have stay where they are.
      </ConfirmModal>
    </>
  )
}

function RouteForm({ route, close }: { route?: Route; close: () => void }) {
  const client = useQueryClient()
  const { accounts } = useAccounts('domains')
  const [tld, setTld] = useState(route?.tld ?? '*')
  const [providers, setProviders] = useState(route?.providers ?? [])
  const save = useMutation({
    mutationFn: () => saveRoute(tld.trim().toLowerCase().replace(/^\./, ''), providers),
    onSuccess: async () => {
      notifyDone('The route is saved')
      await client.invalidateQueries({ queryKey: ['reseller', 'routes'] })
      close()
    },
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (tld.trim() !== '' && providers.length > 0) save.mutate()
      }}
    >
      <Stack gap="md">
        <TextInput
          label="TLD"
          description="Such as com or co.uk; * is every TLD without a route of its own"
          value={tld}
          onChange={(event) => setTld(event.currentTarget.value)}
          disabled={route !== undefined}
        />
        <TagsInput
          label="Accounts"
          description="The first is asked first; the next only where that one cannot sell"
          data={accounts.map((account) => account.name)}
          value={providers}
          onChange={setProviders}
        />
        <ErrorNote error={save.error} />
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {providers.length === 0 ? 'Choose an account' : providers.join(', then ')}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={providers.length === 0 || tld.trim() === ''} loading={save.isPending}>
              Save route
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
