import { Button, Tabs } from '@mantine/core'
import { IconReceipt } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useAccounts } from '@/api/queries/accounts'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { CatalogTab } from './CatalogTab'
import { OverviewTab } from './OverviewTab'
import { PaymentTab } from './PaymentTab'
import { SubscriptionsTab } from './SubscriptionsTab'
import { WhoisTab } from './WhoisTab'

export function BillingPage() {
  const { tab = 'overview' } = useSearch({ from: '/billing' })
  const navigate = useNavigate()
  const { accounts, data } = useAccounts()
  const any = accounts.some((account) =>
    ['billing', 'credit', 'domains'].some((capability) => account.capabilities.includes(capability)),
  )
  if (data && !any)
    return (
      <>
        <PageHeader title="Billing" />
        <Panel>
          <EmptyState
            icon={IconReceipt}
            title="No account has bills yet"
            action={
              <Button component={Link} to="/providers">
                Connect a provider
              </Button>
            }
          >
            Costs, renewals and prices of connected accounts appear here.
          </EmptyState>
        </Panel>
      </>
    )
  return (
    <>
      <PageHeader title="Billing" />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({
            to: '/billing',
            search: next === null || next === 'overview' ? {} : { tab: next as typeof tab },
            replace: true,
          })
        }
      >
        <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }} aria-label="Parts of billing">
          <Tabs.Tab value="overview">Costs and renewals</Tabs.Tab>
          <Tabs.Tab value="subscriptions">Subscriptions</Tabs.Tab>
          <Tabs.Tab value="catalog">Catalog</Tabs.Tab>
          <Tabs.Tab value="payment">Payment</Tabs.Tab>
          <Tabs.Tab value="whois">WHOIS profiles</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <OverviewTab />
        </Tabs.Panel>
        <Tabs.Panel value="subscriptions">
          <SubscriptionsTab />
        </Tabs.Panel>
        <Tabs.Panel value="catalog">
          <CatalogTab />
        </Tabs.Panel>
        <Tabs.Panel value="payment">
          <PaymentTab />
        </Tabs.Panel>
        <Tabs.Panel value="whois">
          <WhoisTab />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
