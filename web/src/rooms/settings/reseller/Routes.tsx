import { ActionIcon, Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconRoute } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableUrl, type Column } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { deleteRoute, routesQuery, saveRoute, type Route } from './api'
import { sentence } from './words'

const label = (tld: string) => (tld === '*' ? 'every other TLD' : `.${tld}`)

export function Routes() {
  const query = useQuery(routesQuery)
  const client = useQueryClient()
  const url = useTableUrl()
  const readOnly = useReadOnlyReason()
  const [edited, setEdited] = useState<{ route?: Route }>()
  const [removed, setRemoved] = useState<Route>()
  const columns = useMemo<Column<Route>[]>(
    () => [
      {
        id: 'tld',
        header: 'TLD',
        value: (row) => sentence(label(row.tld)),
        width: 'minmax(140px, 1fr)',
        phone: 'title',
      },
      {
        id: 'accounts',
        header: 'Bought at',
        value: (row) => row.providers.join(', then '),
        width: 'minmax(220px, 3fr)',
      },
      {
        id: 'remove',
        header: '',
        value: () => null,
        cell: (row) => (
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Delete the route of ${label(row.tld)}`}
                onClick={() => setRemoved(row)}
                {...off}
              >
                Delete
              </Button>
            )}
          </DisabledReason>
        ),
        sortable: false,
        search: false,
        width: '80px',
      },
    ],
    [readOnly],
  )
  const create = (
    <DisabledReason reason={readOnly}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited({})} {...off}>
          Add route
        </Button>
      )}
    </DisabledReason>
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
        {...(readOnly ? {} : { onOpen: (route: Route) => setEdited({ route }) })}
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
          await client.invalidateQueries({ queryKey: ['reseller'] })
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
  const [tld, setTld] = useState(route?.tld ?? '')
  const [providers, setProviders] = useState(route?.providers ?? [])
  const save = useMutation({
    mutationFn: () => saveRoute(tld.trim().toLowerCase().replace(/^\./, ''), providers),
    onSuccess: async () => {
      notifyDone('The route is saved')
      await client.invalidateQueries({ queryKey: ['reseller'] })
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
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={providers.length === 0 || tld.trim() === ''} loading={save.isPending}>
            Save route
          </Button>
        </Group>
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
