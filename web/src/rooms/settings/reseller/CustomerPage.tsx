import { Button, Group, Modal, Skeleton, Tabs } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorState } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { PageHeader } from '@/parts/PageHeader'
import { StatusBadge } from '@/parts/StatusBadge'
import { customerQuery, setActive, type Customer } from './api'
import { CustomerDomains } from './CustomerDomains'
import { CustomerForm } from './CustomerForm'
import { CustomerOrders } from './CustomerOrders'
import { CustomerOverview } from './CustomerOverview'
import { Keys } from './Keys'
import { StatementTab } from './StatementTab'

const BACK = { to: '/settings/reseller', label: 'Customers' }

const TABS = [
  ['overview', 'Overview', ({ customer }: { customer: Customer }) => <CustomerOverview customer={customer} />],
  ['keys', 'Keys', ({ customer }: { customer: Customer }) => <Keys customer={customer} />],
  ['statement', 'Statement', ({ customer }: { customer: Customer }) => <StatementTab customer={customer} />],
  ['orders', 'Orders', ({ customer }: { customer: Customer }) => <CustomerOrders id={customer.id} />],
  ['domains', 'Domains', ({ customer }: { customer: Customer }) => <CustomerDomains customer={customer} />],
] as const

export function CustomerPage() {
  const { customer: id } = useParams({ from: '/settings/reseller/$customer' })
  const { tab = 'overview' } = useSearch({ from: '/settings/reseller/$customer' })
  const navigate = useNavigate({ from: '/settings/reseller/$customer' })
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const query = useQuery(customerQuery(id))
  const [editing, edit] = useDisclosure()
  const [switching, onOff] = useDisclosure()
  // What was asked for stays the question, also once the customer is so.
  const [wanted, setWanted] = useState(true)
  if (!query.data) {
    return (
      <>
        <PageHeader title="Customer" back={BACK} />
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton height={240} role="status" aria-label="Loading" />
        )}
      </>
    )
  }
  const customer = query.data
  return (
    <>
      <PageHeader
        title={customer.name}
        back={BACK}
        description={
          <Group gap="xs">
            <StatusBadge tone={customer.active ? 'good' : 'warn'}>
              {customer.active ? 'Active' : 'Suspended'}
            </StatusBadge>
            <span style={{ overflowWrap: 'anywhere' }}>{customer.email}</span>
          </Group>
        }
        actions={
          <>
            <DisabledReason reason={readOnly}>
              {(off) => (
                <Button
                  variant="default"
                  onClick={() => {
                    setWanted(!customer.active)
                    onOff.open()
                  }}
                  {...off}
                >
                  {customer.active ? 'Suspend' : 'Resume'}
                </Button>
              )}
            </DisabledReason>
            <DisabledReason reason={readOnly}>
              {(off) => (
                <Button onClick={edit.open} {...off}>
                  Edit
                </Button>
              )}
            </DisabledReason>
          </>
        }
      />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => {
          const chosen = TABS.find(([name]) => name === next)?.[0]
          void navigate({ search: chosen && chosen !== 'overview' ? { tab: chosen } : {}, replace: true })
        }}
      >
        <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }} aria-label="Parts of the customer">
          {TABS.map(([name, label]) => (
            <Tabs.Tab key={name} value={name} style={{ flex: 'none' }}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(([name, , Body]) => (
          <Tabs.Panel key={name} value={name}>
            <Body customer={customer} />
          </Tabs.Panel>
        ))}
      </Tabs>
      <Modal opened={editing} onClose={edit.close} title={`Edit ${customer.name}`} size="lg">
        {editing && <CustomerForm customer={customer} close={edit.close} />}
      </Modal>
      <ConfirmModal
        opened={switching}
        onClose={onOff.close}
        title={wanted ? `Resume ${customer.name}?` : `Suspend ${customer.name}?`}
        action={wanted ? 'Resume' : 'Suspend'}
        harmless={wanted}
        onConfirm={async () => {
          await setActive(customer.id, wanted)
          notifyDone(wanted ? `${customer.name} is served again` : `${customer.name} is suspended`)
          await client.invalidateQueries({ queryKey: ['reseller'] })
        }}
      >
        {wanted
          ? 'The customer is served again, with the keys, limits and credit that it has.'
          : 'Everything that the customer asks for is refused. Its domains and its credit stay.'}
      </ConfirmModal>
    </>
  )
}
