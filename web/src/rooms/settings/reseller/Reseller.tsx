import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useShowCurrent } from '../useShowCurrent'
import { Customers } from './Customers'
import { Endpoint } from './Endpoint'
import { Preview } from './Preview'
import { Prices } from './Prices'
import { Rates } from './Rates'
import { Routes } from './Routes'

const SECTIONS = [
  ['customers', 'Customers', Customers],
  ['prices', 'Price rules', Prices],
  ['preview', 'What it costs', Preview],
  ['routes', 'Routes', Routes],
  ['rates', 'Exchange rates', Rates],
] as const

/** What is resold to customers of one's own: who they are, what they pay, and where it is bought. */
export function Reseller() {
  const { section = 'customers' } = useSearch({ from: '/settings/$page' })
  const navigate = useNavigate({ from: '/settings/$page' })
  const showCurrent = useShowCurrent(section)
  return (
    <>
      <Endpoint />
      <Tabs
        value={section}
        keepMounted={false}
        onChange={(next) => {
          const chosen = SECTIONS.find(([id]) => id === next)?.[0]
          // What was searched in one list means nothing in the next.
          void navigate({ to: '.', search: chosen && chosen !== 'customers' ? { section: chosen } : {}, replace: true })
        }}
      >
        <Tabs.List
          ref={showCurrent}
          mb="md"
          style={{ overflowX: 'auto', flexWrap: 'nowrap' }}
          aria-label="Parts of reselling"
        >
          {SECTIONS.map(([id, label]) => (
            <Tabs.Tab key={id} value={id} data-page={id} style={{ flex: 'none' }}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SECTIONS.map(([id, , Section]) => (
          <Tabs.Panel key={id} value={id}>
            <Section />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}
