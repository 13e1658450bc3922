import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Customers } from './Customers'
import { Prices } from './Prices'
import { Rates } from './Rates'
import { Routes } from './Routes'

/** What is resold to customers of one's own: who they are, what they pay, and where it is bought. */
export function Reseller() {
  const { section = 'customers' } = useSearch({ from: '/settings/$page' })
  const navigate = useNavigate()
  return (
    <Tabs
      value={section}
      keepMounted={false}
      onChange={(next) =>
        void navigate({
          to: '.',
          search: { section: next === 'customers' ? undefined : next } as never,
          replace: true,
        })
      }
    >
      <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }} aria-label="Parts of reselling">
        <Tabs.Tab value="customers">Customers</Tabs.Tab>
        <Tabs.Tab value="prices">Price rules</Tabs.Tab>
        <Tabs.Tab value="routes">Routes</Tabs.Tab>
        <Tabs.Tab value="rates">Exchange rates</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="customers">
        <Customers />
      </Tabs.Panel>
      <Tabs.Panel value="prices">
        <Prices />
      </Tabs.Panel>
      <Tabs.Panel value="routes">
        <Routes />
      </Tabs.Panel>
      <Tabs.Panel value="rates">
        <Rates />
      </Tabs.Panel>
    </Tabs>
  )
}
