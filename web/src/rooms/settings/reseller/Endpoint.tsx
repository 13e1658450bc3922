import { Alert, Anchor, Group, List, Paper, Stack, Text, Tooltip } from '@mantine/core'
import { IconCircleCheck, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { CopyText } from '@/parts/CopyText'
import { formatMoney } from '@/parts/MoneyText'
import { ledgerQuery } from './api'

/** Where customers' clients call; actions such as `/order/domains/renew` are appended. */
export const endpoint = () => `${location.origin}/modules/addons/DomainsReseller/api/index.php`

export function EndpointText() {
  return (
    <CopyText value={endpoint()} label="endpoint">
      <Text span inherit className="mono" style={{ overflowWrap: 'anywhere' }}>
        {endpoint()
          .split(/(?=\/)/)
          .map((part, at) => (
            <Fragment key={at}>
              {at > 2 && <wbr />}
              {part}
            </Fragment>
          ))}
      </Text>
    </CopyText>
  )
}

/** The address that customers are told, its description, and whether the books are in order. */
export function Endpoint() {
  return (
    <Stack gap="xs" mb="md">
      <Paper withBorder bg="var(--setec-panel)" px="md" py="xs" style={{ borderColor: 'var(--setec-line)' }}>
        <Group gap="xs" justify="space-between">
          <Group gap={8} style={{ minWidth: 0 }}>
            <Text size="sm" c="dimmed">
              Endpoint for customers
            </Text>
            <EndpointText />
          </Group>
          <Anchor href="/reseller/v1/openapi.json" target="_blank" rel="noopener" size="sm">
            <Group gap={4} wrap="nowrap">
              OpenAPI document
              <IconExternalLink size={14} aria-hidden />
            </Group>
          </Anchor>
        </Group>
      </Paper>
      <Ledger />
    </Stack>
  )
}

function Ledger() {
  const { data: check } = useQuery(ledgerQuery)
  if (!check) return null
  if (!check.right) {
    return (
      <Alert color="red" variant="light" role="alert" title="The ledger is not as it must be">
        <List size="sm">
          {check.mismatches.map(({ subject, problem }) => (
            <List.Item key={`${subject} ${problem}`} style={{ overflowWrap: 'anywhere' }}>
              <b>{subject}</b>: {problem}
            </List.Item>
          ))}
        </List>
      </Alert>
    )
  }
  const totals = check.totals.map((one) => `${one.account} ${formatMoney(one.amount.minor, one.amount.currency)}`)
  return (
    <Tooltip label={totals.join(' · ')} disabled={totals.length === 0} multiline>
      <Group gap={6} wrap="nowrap" w="fit-content" c="dimmed">
        <IconCircleCheck size={15} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm">
          All balances agree with their entries: {counted(check.transactions, 'transaction', 'transactions')},{' '}
          {counted(check.entries, 'entry', 'entries')}, {counted(check.orders, 'order', 'orders')}.
        </Text>
      </Group>
    </Tooltip>
  )
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`
}
