import { Autocomplete, Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { IconPlus, IconWorld } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableUrl, type Column } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import {
  assignDomain,
  customerDomainsQuery,
  suggestionsQuery,
  takeDomain,
  type Customer,
  type CustomerDomain,
} from './api'
import { timeColumn } from './columns'

export function CustomerDomains({ customer }: { customer: Customer }) {
  const query = useQuery(customerDomainsQuery(customer.id))
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const url = useTableUrl()
  const navigate = useNavigate()
  const [assigning, setAssigning] = useState(false)
  const [taken, setTaken] = useState<CustomerDomain>()
  const columns = useMemo<Column<CustomerDomain>[]>(
    () => [
      { id: 'domain', header: 'Domain', value: (row) => row.domain, width: 'minmax(160px, 2fr)', phone: 'title' },
      { id: 'provider', header: 'Account', value: (row) => row.provider, width: 'minmax(100px, 1fr)' },
      timeColumn((row) => row.since, 'Since'),
      {
        id: 'take',
        header: '',
        value: () => null,
        cell: (row) => (
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Take away ${row.domain}`}
                onClick={() => setTaken(row)}
                {...off}
              >
                Take away
              </Button>
            )}
          </DisabledReason>
        ),
        sortable: false,
        search: false,
        width: '100px',
      },
    ],
    [readOnly],
  )
  const assign = (
    <DisabledReason reason={readOnly}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAssigning(true)} {...off}>
          Assign a domain
        </Button>
      )}
    </DisabledReason>
  )
  return (
    <>
      <DataTable
        name="customer-domains"
        label="Domains of the customer"
        columns={columns}
        rows={query.data}
        rowId={(row) => row.domain}
        url={url}
        error={query.error}
        onRetry={() => void query.refetch()}
        onOpen={(row) =>
          void navigate({ to: '/domains/$account/$name', params: { account: row.provider, name: row.domain } })
        }
        toolbar={assign}
        empty={
          <EmptyState icon={IconWorld} title="No domains yet" action={assign}>
            What the customer registers or transfers appears here. Domains that an account holds already can be
            assigned.
          </EmptyState>
        }
      />
      <Modal opened={assigning} onClose={() => setAssigning(false)} title={`Assign a domain to ${customer.name}`}>
        {assigning && <AssignForm customer={customer} close={() => setAssigning(false)} />}
      </Modal>
      <ConfirmModal
        opened={taken !== undefined}
        onClose={() => setTaken(undefined)}
        title={`Take ${taken?.domain ?? ''} away?`}
        action="Take away"
        onConfirm={async () => {
          if (!taken) return
          await takeDomain(customer.id, taken.domain)
          notifyDone(`${taken.domain} is no longer the customer's`)
          await client.invalidateQueries({ queryKey: ['reseller'] })
        }}
      >
        {customer.name} no longer sees or changes it. It stays in the account {taken?.provider}, and nothing is deleted.
      </ConfirmModal>
    </>
  )
}

function AssignForm({ customer, close }: { customer: Customer; close: () => void }) {
  const client = useQueryClient()
  const { accounts } = useAccounts('domains')
  const [chosen, setChosen] = useState<string | null>(null)
  const account = chosen ?? accounts[0]?.name ?? ''
  const [domain, setDomain] = useState('')
  const known = useQuery({ ...suggestionsQuery(account), enabled: account !== '' })
  const names = useMemo(() => [...new Set((known.data?.domains ?? []).map((one) => one.name))], [known.data])
  const name = domain.trim().toLowerCase()
  const assign = useMutation({
    mutationFn: () => assignDomain(customer.id, name, account),
    onSuccess: async () => {
      notifyDone(`${name} is assigned to ${customer.name}`)
      close()
      await client.invalidateQueries({ queryKey: ['reseller'] })
    },
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (name !== '' && account !== '' && !assign.isPending) assign.mutate()
      }}
    >
      <Stack gap="md">
        <Text size="sm">From then on the customer sees and changes it, and renews it from its credit.</Text>
        <Select
          label="Account"
          description="It is asked whether it holds the domain"
          data={accounts.map((one) => one.name)}
          value={account || null}
          onChange={setChosen}
          allowDeselect={false}
        />
        <Autocomplete
          label="Domain"
          placeholder="example.com"
          data={names}
          limit={20}
          value={domain}
          onChange={setDomain}
          spellCheck={false}
        />
        <ErrorNote error={assign.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={name === '' || account === ''} loading={assign.isPending}>
            Assign
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
