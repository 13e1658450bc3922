import { Button, Grid, Group, Modal, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useSession } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableMemory, type Column } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { formatMoney, MoneyText } from '@/parts/MoneyText'
import { notifyDone } from '@/parts/notify'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import {
  customerQuery,
  domainsQuery,
  salesQuery,
  setActive,
  statementQuery,
  type Customer,
  type CustomerDomain,
  type Sale,
  type StatementRow,
} from './api'
import { CreditForm } from './CreditForm'
import { CustomerForm } from './CustomerForm'
import { Keys } from './Keys'

const BACK = { to: '/settings/reseller', label: 'Customers' }

export function CustomerPage() {
  const { customer: id } = useParams({ from: '/settings/reseller/$customer' })
  const { tab = 'overview' } = useSearch({ from: '/settings/reseller/$customer' })
  const { isAdmin } = useSession()
  const navigate = useNavigate()
  const client = useQueryClient()
  const query = useQuery({ ...customerQuery(id), enabled: isAdmin })
  const [editing, edit] = useDisclosure()
  const [switching, onOff] = useDisclosure()
  if (!isAdmin) {
    return (
      <>
        <PageHeader title="Customer" back={BACK} />
        <EmptyState title="Only administrators see this">Your account may only look.</EmptyState>
      </>
    )
  }
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
            <span>{customer.email}</span>
          </Group>
        }
        actions={
          <>
            <Button variant="default" onClick={onOff.open}>
              {customer.active ? 'Suspend' : 'Resume'}
            </Button>
            <Button onClick={edit.open}>Edit</Button>
          </>
        }
      />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ to: '.', search: { tab: next === 'overview' ? undefined : next } as never, replace: true })
        }
      >
        <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }} aria-label="Parts of the customer">
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="keys">Keys</Tabs.Tab>
          <Tabs.Tab value="statement">Statement</Tabs.Tab>
          <Tabs.Tab value="orders">Orders</Tabs.Tab>
          <Tabs.Tab value="domains">Domains</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview customer={customer} />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <Keys id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="statement">
          <StatementTab id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="orders">
          <Orders id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="domains">
          <Domains id={id} />
        </Tabs.Panel>
      </Tabs>
      <Modal opened={editing} onClose={edit.close} title={`Edit ${customer.name}`} size="lg">
        {editing && <CustomerForm customer={customer} close={edit.close} />}
      </Modal>
      <ConfirmModal
        opened={switching}
        onClose={onOff.close}
        title={customer.active ? `Suspend ${customer.name}?` : `Resume ${customer.name}?`}
        action={customer.active ? 'Suspend' : 'Resume'}
        harmless={!customer.active}
        onConfirm={async () => {
          await setActive(id, !customer.active)
          notifyDone(customer.active ? `${customer.name} is suspended` : `${customer.name} is served again`)
          await client.invalidateQueries({ queryKey: ['reseller'] })
        }}
      >
        {customer.active
          ? 'Everything that the customer asks for is refused. Domains and credit stay.'
          : 'The customer is served again.'}
      </ConfirmModal>
    </>
  )
}

function Overview({ customer }: { customer: Customer }) {
  const money = (minor: number | null | undefined) =>
    minor == null ? 'no limit' : formatMoney(minor, customer.currency)
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Panel title="Credit">
          <Stack gap="md">
            <KeyValues
              items={[
                [
                  'Left to spend',
                  <Text key="balance" span fw={600}>
                    <MoneyText money={customer.balance} />
                  </Text>,
                ],
                ['Held by orders', <MoneyText key="held" money={customer.held} />],
                ['Credit line', money(customer.credit_limit_minor)],
              ]}
            />
            <CreditForm customer={customer} />
          </Stack>
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Panel title="Limits and settings">
          <KeyValues
            items={[
              ['Largest order', money(customer.max_order_minor)],
              ['Per month', money(customer.max_month_minor)],
              ['Domains', `${customer.domains} of ${customer.max_domains ?? 'any number'}`],
              ['Requests', `${customer.per_minute} per minute, ${customer.burst} at once, ${customer.per_day} per day`],
              ['From', customer.allowed.length === 0 ? 'any address' : customer.allowed.join(', ')],
              ['Name servers', customer.nameservers.length === 0 ? "the provider's" : customer.nameservers.join(', ')],
              ['Since', <TimeText key="since" at={customer.created_at} date />],
            ]}
          />
        </Panel>
      </Grid.Col>
    </Grid>
  )
}

const at = <Row,>(get: (row: Row) => string, header: string): Column<Row> => ({
  id: 'at',
  header,
  value: get,
  cell: (row) => <TimeText at={get(row)} exact />,
  search: false,
  width: '170px',
})

const MOVES: Column<StatementRow>[] = [
  at((row) => row.at, 'When'),
  { id: 'what', header: 'What', value: (row) => row.description, width: 'minmax(200px, 3fr)', phone: 'title' },
  { id: 'by', header: 'By', value: (row) => row.by, width: 'minmax(90px, 1fr)' },
  {
    id: 'amount',
    header: 'Amount',
    value: (row) => row.amount.minor,
    cell: (row) => <MoneyText money={row.amount} />,
    search: false,
    width: '110px',
    align: 'end',
    phone: 'aside',
  },
  {
    id: 'balance',
    header: 'Credit after it',
    value: (row) => row.balance.minor,
    cell: (row) => <MoneyText money={row.balance} />,
    search: false,
    width: '120px',
    align: 'end',
  },
]

function StatementTab({ id }: { id: string }) {
  const query = useQuery(statementQuery(id))
  const url = useTableMemory({ sort: '-at' })
  return (
    <DataTable
      name="statement"
      label="Statement"
      columns={MOVES}
      rows={query.data?.rows}
      rowId={(row) => row.id}
      url={url}
      error={query.error}
      onRetry={() => void query.refetch()}
      toolbar={
        <Button
          component="a"
          href={`/api/reseller/customers/${encodeURIComponent(id)}/statement?format=csv`}
          variant="default"
          download
        >
          CSV
        </Button>
      }
      empty={<EmptyState title="Nothing has moved yet">Pay in a credit, and orders can be made.</EmptyState>}
    />
  )
}

const SALE_STATES = {
  held: { label: 'Under way', tone: 'busy' },
  completed: { label: 'Completed', tone: 'good' },
  refunded: { label: 'Refunded', tone: 'neutral' },
} as const

const SALES: Column<Sale>[] = [
  { id: 'domain', header: 'Domain', value: (row) => row.domain, width: 'minmax(150px, 2fr)', phone: 'title' },
  {
    id: 'state',
    header: 'State',
    value: (row) => SALE_STATES[row.state].label,
    cell: (row) => <StatusBadge tone={SALE_STATES[row.state].tone}>{SALE_STATES[row.state].label}</StatusBadge>,
    width: '110px',
    phone: 'aside',
  },
  {
    id: 'what',
    header: 'What',
    value: (row) => `${row.operation}, ${row.years === 1 ? '1 year' : `${row.years} years`}`,
    width: 'minmax(120px, 1fr)',
  },
  { id: 'provider', header: 'Bought at', value: (row) => row.provider, width: 'minmax(90px, 1fr)' },
  {
    id: 'price',
    header: 'Price',
    value: (row) => row.price.minor,
    cell: (row) => <MoneyText money={row.price} />,
    search: false,
    width: '100px',
    align: 'end',
  },
  {
    id: 'cost',
    header: 'Cost',
    value: (row) => row.cost.minor,
    cell: (row) => <MoneyText money={row.cost} />,
    search: false,
    width: '100px',
    align: 'end',
  },
  at((row) => row.created_at, 'When'),
]

function Orders({ id }: { id: string }) {
  const query = useQuery(salesQuery(id))
  const url = useTableMemory()
  const navigate = useNavigate()
  return (
    <DataTable
      name="sales"
      label="Orders of the customer"
      columns={SALES}
      rows={query.data}
      rowId={(row) => row.id}
      url={url}
      error={query.error}
      onRetry={() => void query.refetch()}
      onOpen={(row) => void navigate({ to: '/orders/$id', params: { id: row.order_id } })}
      empty={<EmptyState title="No orders yet" />}
    />
  )
}

const DOMAINS: Column<CustomerDomain>[] = [
  { id: 'domain', header: 'Domain', value: (row) => row.domain, width: 'minmax(160px, 2fr)', phone: 'title' },
  { id: 'provider', header: 'Account', value: (row) => row.provider, width: 'minmax(100px, 1fr)' },
  at((row) => row.since, 'Since'),
]

function Domains({ id }: { id: string }) {
  const query = useQuery(domainsQuery(id))
  const url = useTableMemory()
  const navigate = useNavigate()
  return (
    <DataTable
      name="customer-domains"
      label="Domains of the customer"
      columns={DOMAINS}
      rows={query.data}
      rowId={(row) => row.domain}
      url={url}
      error={query.error}
      onRetry={() => void query.refetch()}
      onOpen={(row) =>
        void navigate({ to: '/domains/$account/$name', params: { account: row.provider, name: row.domain } })
      }
      empty={<EmptyState title="No domains yet">What the customer registers or transfers appears here.</EmptyState>}
    />
  )
}
