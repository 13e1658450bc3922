import { Button, Modal } from '@mantine/core'
import { IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useNextPage } from '@/api/pages'
import { given, oneOf } from '@/app/search'
import { useReadOnlyReason } from '@/app/session'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { MoneyText } from '@/parts/MoneyText'
import { StatusBadge } from '@/parts/StatusBadge'
import { customerListQuery, type Customer } from './api'
import { CustomerForm } from './CustomerForm'

const COLUMNS: Column<Customer>[] = [
  { id: 'name', header: 'Name', value: (row) => row.name, width: 'minmax(140px, 1fr)', phone: 'title' },
  { id: 'email', header: 'E-mail', value: (row) => row.email, width: 'minmax(180px, 1fr)' },
  {
    id: 'state',
    header: 'State',
    value: (row) => (row.active ? 'Active' : 'Suspended'),
    cell: (row) => <StatusBadge tone={row.active ? 'good' : 'warn'}>{row.active ? 'Active' : 'Suspended'}</StatusBadge>,
    width: '110px',
    phone: 'aside',
  },
  {
    id: 'balance',
    header: 'Credit',
    value: (row) => row.balance.minor,
    cell: (row) => <MoneyText money={row.balance} />,
    search: false,
    width: '110px',
    align: 'end',
  },
  {
    id: 'held',
    header: 'Held',
    value: (row) => row.held.minor,
    cell: (row) => <MoneyText money={row.held} />,
    search: false,
    width: '100px',
    align: 'end',
  },
  { id: 'domains', header: 'Domains', value: (row) => row.domains, search: false, width: '90px', align: 'end' },
]

const FILTERS: Filter<Customer>[] = [
  {
    id: 'state',
    label: 'State',
    get: (row) => (row.active ? 'active' : 'suspended'),
    single: true,
    options: [
      { value: 'active', label: 'Active' },
      { value: 'suspended', label: 'Suspended' },
    ],
  },
]

/** Who buys; the server looks for what is searched. */
export function Customers() {
  const navigate = useNavigate()
  const url = useTableUrl()
  const state = oneOf(url.values.state, ['active', 'suspended'])
  const search = url.values.q?.trim()
  const query = useInfiniteQuery(
    customerListQuery(given({ search: search === '' ? undefined : search, active: state && state === 'active' })),
  )
  const rows = useMemo(() => query.data?.pages.flat(), [query.data])
  const onEndReached = useNextPage(query)
  const [making, setMaking] = useState(false)
  const open = (id: string) => void navigate({ to: '/settings/reseller/$customer', params: { customer: id } })
  const readOnly = useReadOnlyReason()
  const create = (
    <DisabledReason reason={readOnly}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)} {...off}>
          Create customer
        </Button>
      )}
    </DisabledReason>
  )
  return (
    <>
      <DataTable
        name="customers"
        label="Customers"
        columns={COLUMNS}
        rows={rows}
        rowId={(row) => row.id}
        url={url}
        filters={FILTERS}
        manual
        searchPlaceholder="A name or an e-mail"
        error={query.error}
        onRetry={() => void query.refetch()}
        onEndReached={onEndReached}
        isFetchingMore={query.isFetchingNextPage}
        onOpen={(row) => open(row.id)}
        toolbar={create}
        empty={
          <EmptyState icon={IconUsersGroup} title="No customers yet" action={create}>
            A customer orders domains at the endpoint above and pays from its credit. Price rules and routes say what it
            is sold.
          </EmptyState>
        }
      />
      <Modal opened={making} onClose={() => setMaking(false)} title="Create a customer" size="lg">
        {making && <CustomerForm close={() => setMaking(false)} onSaved={(customer) => open(customer.id)} />}
      </Modal>
    </>
  )
}
