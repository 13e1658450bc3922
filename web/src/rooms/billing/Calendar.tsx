// What falls due in the next months, a column for each.
import { Anchor, Box, Button, Group, SimpleGrid, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatMoney, MoneyText } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import { sums } from '@/parts/Purchase'
import { TimeText } from '@/parts/TimeText'
import { calendar, type Recurring } from './model'

/** So many of a month are shown until somebody asks for all. */
const FIRST = 12

export function Calendar({ items }: { items: readonly Recurring[] }) {
  const months = useMemo(() => calendar(items, new Date()), [items])
  return (
    <Panel title="Renewal calendar" description="The next 90 days, at the prices of today." flush>
      {months.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          Nothing falls due.
        </Text>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: Math.min(4, months.length) }} spacing={0} verticalSpacing={0}>
          {months.map(({ month, due }) => (
            <Month key={month} month={month} due={due} />
          ))}
        </SimpleGrid>
      )}
    </Panel>
  )
}

function Month({ month, due }: { month: string; due: readonly Recurring[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? due : due.slice(0, FIRST)
  return (
    <Box
      component="section"
      aria-label={month}
      style={{ boxShadow: '1px 0 0 var(--setec-line)', borderBottom: '1px solid var(--setec-line)' }}
    >
      <Group justify="space-between" gap="xs" px="md" py={8} bg="var(--setec-faint)">
        <Text size="sm" fw={600}>
          {month}
        </Text>
        <Text size="sm" fw={600} className="numbers">
          {sums(due)
            .map((money) => formatMoney(money.minor, money.currency))
            .join(' + ')}
        </Text>
      </Group>
      <Box component="ul" m={0} px="md" py={6} style={{ listStyle: 'none' }}>
        {shown.map((item, index) => (
          <Group
            key={`${item.account} ${item.name} ${item.next} ${index}`}
            component="li"
            justify="space-between"
            align="baseline"
            wrap="nowrap"
            gap="sm"
            py={4}
          >
            <Box style={{ minWidth: 0 }}>
              {item.link === undefined ? (
                <Text size="sm" truncate title={item.name}>
                  {item.name}
                </Text>
              ) : (
                <Anchor
                  component={Link}
                  to={item.link}
                  size="sm"
                  c="inherit"
                  truncate
                  display="block"
                  title={item.name}
                >
                  {item.name}
                </Anchor>
              )}
              <Text size="xs" c="dimmed">
                <TimeText at={item.next} date inherit />, {item.account}
              </Text>
            </Box>
            <MoneyText minor={item.minor} currency={item.currency} size="sm" />
          </Group>
        ))}
      </Box>
      {due.length > shown.length && (
        <Button variant="subtle" size="xs" mx={6} mb={6} onClick={() => setAll(true)}>
          Show {(due.length - shown.length).toLocaleString()} more of {month}
        </Button>
      )}
    </Box>
  )
}
