import { Anchor, Group, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Overview } from '@/api/queries/overview'
import { formatMoney, MoneyText } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import classes from './Overview.module.css'
import { Spark } from './Spark'
import { changeOf, sums } from './costs'

/** What everything costs per month by account, and the sum of each currency. */
export function Costs({ costs }: { costs: Overview['costs'] }) {
  const totals = sums(costs)
  return (
    <Panel
      title="Cost per month"
      flush
      actions={
        <Anchor component={Link} to="/billing" size="sm">
          Billing
        </Anchor>
      }
    >
      {costs.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          No account tells what it costs.
        </Text>
      ) : (
        <Table className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th pl="md">Account</Table.Th>
              <Table.Th>Six months</Table.Th>
              <Table.Th ta="end" pr="md">
                Now
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {costs.map((cost) => (
              <Table.Tr key={`${cost.account} ${cost.currency}`}>
                <Table.Td pl="md" style={{ overflowWrap: 'anywhere' }}>
                  {cost.account}
                </Table.Td>
                <Table.Td>
                  <Group gap={8} wrap="nowrap">
                    <Spark trend={cost.trend} currency={cost.currency} label={`${cost.account}, last six months`} />
                    <Change by={changeOf(cost.trend)} currency={cost.currency} />
                  </Group>
                </Table.Td>
                <Table.Td ta="end" pr="md">
                  <MoneyText minor={cost.monthly_minor} currency={cost.currency} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          {costs.length > 1 && (
            <Table.Tfoot>
              {totals.map((total) => (
                <Table.Tr key={total.currency}>
                  <Table.Th pl="md" colSpan={2} scope="row">
                    All in {total.currency}
                  </Table.Th>
                  <Table.Th ta="end" pr="md">
                    <MoneyText minor={total.minor} currency={total.currency} />
                  </Table.Th>
                </Table.Tr>
              ))}
            </Table.Tfoot>
          )}
        </Table>
      )}
    </Panel>
  )
}

/** How much more or less it costs than at the trend's beginning. */
function Change({ by, currency }: { by: number | undefined; currency: string }) {
  if (by === undefined) return null
  const text = by === 0 ? 'as before' : `${by > 0 ? '+' : '−'}${formatMoney(Math.abs(by), currency)}`
  return (
    <Text span size="xs" c="dimmed" className="numbers">
      {text}
    </Text>
  )
}
