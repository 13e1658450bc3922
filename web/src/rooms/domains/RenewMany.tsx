// Further years for many domains: every price first, one agreement, then a result for each.
import {
  Alert,
  Anchor,
  Button,
  Group,
  Loader,
  Modal,
  NumberInput,
  Progress,
  ScrollArea,
  Stack,
  Table,
  Text,
} from '@mantine/core'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { accountsQuery, cannotRenew } from '@/api/queries/accounts'
import { asApiError } from '@/api/error'
import { formatMoney, MoneyText } from '@/parts/MoneyText'
import { OrderStateBadge } from '@/parts/OrderState'
import { askQuote, confirmQuote, newOrderKey, sums, type OrderDetails, type Quote } from '@/parts/Purchase'
import { TimeText } from '@/parts/TimeText'
import { useRun } from './bulk'
import { isGone, plural, type SyncedDomain } from './model'
import { ResultCell } from './ResultCell'
import { useQuery } from '@tanstack/react-query'

/** Each price is asked of its provider, and providers limit how often they are asked. */
const MOST = 100

const idOf = (domain: SyncedDomain) => `${domain.account}/${domain.name}`
const quoteIdOf = (quote: Quote) => quote.id

interface Props {
  domains: readonly SyncedDomain[]
  onClose: () => void
}

export function RenewMany({ domains, onClose }: Props) {
  if (domains.length <= MOST) return <Renewals domains={domains} onClose={onClose} />
  return (
    <Modal opened title={`Renew ${plural(domains.length, 'domain')}`} onClose={onClose}>
      <Text size="sm">
        The price of each domain is asked of its provider before anything is bought, for at most {MOST} at once. Choose
        fewer, for example with the view of those that expire in 30 days.
      </Text>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>Close</Button>
      </Group>
    </Modal>
  )
}

function Renewals({ domains, onClose }: Props) {
  const client = useQueryClient()
  const { data: accounts } = useQuery(accountsQuery)
  const [years, setYears] = useState(1)
  // A quote is confirmed under one key, however often the button is pressed.
  const keys = useRef(new Map<string, string>())
  const confirm = useCallback((quote: Quote): Promise<OrderDetails> => {
    const key = keys.current.get(quote.id) ?? newOrderKey()
    keys.current.set(quote.id, key)
    return confirmQuote(quote, key)
  }, [])
  const { results, isRunning, run, hasRun, done, failed } = useRun(quoteIdOf, confirm)

  const plan = useMemo(
    () =>
      domains.map((domain) => {
        const account = accounts?.find((entry) => entry.name === domain.account)
        const skip = isGone(domain) ? 'It is not in the account any more.' : cannotRenew(account)
        return { domain, skip }
      }),
    [domains, accounts],
  )
  const eligible = accounts ? plan.filter((entry) => entry.skip === undefined).map((entry) => entry.domain) : []
  const asked = useQueries({
    queries: eligible.map((domain) => ({
      queryKey: ['quote', 'renew', domain.account, domain.name, years],
      queryFn: () => askQuote(domain.account, { kind: 'renew_domain', domain: domain.name, years }),
      staleTime: Infinity,
      gcTime: 0,
      refetchOnWindowFocus: false,
    })),
  })
  const quotes = new Map(eligible.map((domain, index) => [idOf(domain), asked[index]]))
  const ready = asked.flatMap((query) => (query.data ? [query.data] : []))
  const isAsking = asked.some((query) => query.isPending)
  const total = sums(ready.map((quote) => quote.price))
  const totalText = total.map((money) => formatMoney(money.minor, money.currency)).join(' + ')
  const ordered = [...results.values()].flatMap((result) => (result.state === 'done' ? [result.value] : []))
  const paid = ordered.filter((order) => order.state === 'completed')
  const open = ordered.length - paid.length - ordered.filter((order) => order.state === 'failed').length

  async function buy() {
    await run(ready)
    for (const noun of ['domains', 'domain', 'orders', 'overview']) await client.invalidateQueries({ queryKey: [noun] })
  }

  return (
    <Modal
      opened
      size="xl"
      title={`Renew ${plural(domains.length, 'domain')}`}
      onClose={onClose}
      closeOnClickOutside={!isRunning}
      closeOnEscape={!isRunning}
      withCloseButton={!isRunning}
    >
      <Stack gap="md">
        {!hasRun && (
          <NumberInput
            label="Years"
            description="For each domain"
            min={1}
            max={10}
            allowDecimal={false}
            clampBehavior="strict"
            w={140}
            value={years}
            onChange={(value) => typeof value === 'number' && value >= 1 && setYears(value)}
          />
        )}
        <ScrollArea.Autosize mah={340} type="auto" offsetScrollbars viewportProps={{ tabIndex: 0 }}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Domain</Table.Th>
                <Table.Th visibleFrom="sm">Ends now</Table.Th>
                <Table.Th ta="end">Price</Table.Th>
                <Table.Th>{hasRun ? 'Result' : 'What will happen'}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {plan.map(({ domain, skip }) => {
                const query = quotes.get(idOf(domain))
                const result = query?.data && results.get(query.data.id)
                return (
                  <Table.Tr key={idOf(domain)}>
                    <Table.Td style={{ overflowWrap: 'anywhere' }}>
                      {domain.name}
                      <Text size="xs" c="dimmed">
                        {domain.account}
                      </Text>
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      <TimeText at={domain.expires_at} date size="sm" />
                    </Table.Td>
                    <Table.Td ta="end">
                      {query?.isPending ? (
                        <Loader size={12} aria-label="Asking for the price" />
                      ) : (
                        <MoneyText money={query?.data?.price} />
                      )}
                    </Table.Td>
                    <Table.Td>
                      {result ? (
                        <ResultCell result={result} done={(order) => <Bought order={order} />} />
                      ) : skip !== undefined ? (
                        <Text size="sm" c="dimmed">
                          {skip}{' '}
                          {!isGone(domain) && (
                            <Anchor
                              inherit
                              renderRoot={(props) => (
                                <Link {...props} to="/billing" search={{ tab: 'subscriptions' }} />
                              )}
                            >
                              Its subscription is under Billing
                            </Anchor>
                          )}
                        </Text>
                      ) : query?.error ? (
                        <Text size="sm" c="var(--mantine-color-error)">
                          No price: {asApiError(query.error).message}{' '}
                          {asApiError(query.error).code === 'not_supported' && (
                            <Anchor component={Link} to={`/domains/${domain.account}/${domain.name}`} inherit>
                              To the domain
                            </Anchor>
                          )}
                        </Text>
                      ) : (
                        <Text size="sm">renewed for {plural(years, 'year')}</Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
        {!hasRun && (
          <Group justify="space-between" px={4}>
            <Text size="sm" c="dimmed">
              {isAsking ? 'Asking for the prices' : `${ready.length} of ${domains.length} can be renewed`}
            </Text>
            <Text fw={600} aria-label="Sum">
              {totalText || '–'}
            </Text>
          </Group>
        )}
        {isRunning && (
          <Progress
            value={((done + failed) / Math.max(1, results.size)) * 100}
            animated
            aria-label={`${done + failed} of ${results.size} done`}
          />
        )}
        {hasRun && !isRunning && (
          <Alert color={paid.length === results.size ? 'green' : 'yellow'} variant="light" p="sm" role="status">
            {plural(paid.length, 'domain')} renewed
            {paid.length > 0 &&
              ` for ${sums(paid.map((order) => order.price))
                .map((money) => formatMoney(money.minor, money.currency))
                .join(' + ')}`}
            {open > 0 && `, ${open} still open`}
            {results.size - paid.length - open > 0 && `, ${results.size - paid.length - open} not renewed`}.
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={isRunning}>
            {hasRun ? 'Close' : 'Cancel'}
          </Button>
          {(!hasRun || isRunning) && (
            <Button onClick={() => void buy()} disabled={isAsking || ready.length === 0} loading={isRunning}>
              {ready.length > 0 ? `Renew ${ready.length} for ${totalText}` : 'Renew'}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

function Bought({ order }: { order: OrderDetails }) {
  return (
    <Group gap={6}>
      <OrderStateBadge order={order} />
      <Anchor component={Link} to={`/orders/${order.id}`} size="sm">
        Order
      </Anchor>
      {order.state === 'failed' && order.detail && <Text size="sm">{order.detail}</Text>}
    </Group>
  )
}
