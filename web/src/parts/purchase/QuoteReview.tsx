// What an order would buy and cost, and the one button that buys it.
//   <QuoteReview quote={quote} onOrdered={(order) => ...} onAgain={() => ask()} onBack={close} />
// A double click, and a second try after a broken connection, are the same order: the key belongs to the quote.
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { api, ok } from '@/api/client'
import { asApiError } from '@/api/error'
import { useReadOnlyReason, useSession } from '@/app/session'
import { DisabledReason } from '../DisabledReason'
import { ErrorNote } from '../ErrorState'
import { KeyValues } from '../KeyValues'
import { formatMoney, MoneyText } from '../MoneyText'
import { confirmQuote, newOrderKey, type OrderDetails, type Quote } from './order'

interface Props {
  quote: Quote
  onOrdered: (order: OrderDetails) => void
  /** Asks for a fresh quote, when this one has run out. */
  onAgain: () => void
  onBack?: () => void
  /** Further facts, as in `KeyValues`. */
  facts?: (readonly [string, ReactNode])[]
}

export function QuoteReview(props: Props) {
  return <Review key={props.quote.id} {...props} />
}

function Review({ quote, onOrdered, onAgain, onBack, facts = [] }: Props) {
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const [key] = useState(newOrderKey)
  const left = useSecondsUntil(quote.valid_until)
  const overLimit = useOverLimit(quote)
  const started = useRef(false)
  const confirm = useMutation({
    mutationFn: () => confirmQuote(quote, key),
    onSuccess: (order) => {
      client.setQueryData(['order', order.id], order)
      for (const noun of ['orders', 'domains', 'overview', 'subscriptions', 'credit'])
        void client.invalidateQueries({ queryKey: [noun] })
      onOrdered(order)
    },
    onSettled: () => {
      started.current = false
    },
  })
  const price = formatMoney(quote.price.minor, quote.price.currency)

  function buy() {
    if (started.current || left <= 0) return
    started.current = true
    confirm.mutate()
  }

  return (
    <Stack gap="md">
      <KeyValues
        items={[
          ['What', <span key="what">{capital(quote.what)}</span>],
          ['From', quote.provider],
          [
            'Price',
            <Text key="price" span fw={600}>
              <MoneyText money={quote.price} />
            </Text>,
          ],
          quote.renewal_price && [
            'Renews for',
            <MoneyText key="renewal" money={quote.renewal_price} per={termOf(quote)} />,
          ],
          ...facts,
          [
            'Valid for',
            <Text key="valid" span inherit>
              {left > 0 ? `${Math.floor(left / 60)} min ${String(left % 60).padStart(2, '0')} s` : 'it has run out'}
            </Text>,
          ],
        ]}
      />
      {quote.renewal_price && quote.renewal_price.minor > quote.price.minor * 1.2 && (
        <Text size="sm" c="dimmed">
          The renewal costs more than the first term.
        </Text>
      )}
      {overLimit && (
        <Alert color="yellow" variant="light" p="sm" icon={<IconAlertTriangle aria-hidden />}>
          <Text size="sm">{overLimit}</Text>
        </Alert>
      )}
      {confirm.error != null && (
        <>
          <ErrorNote error={confirm.error} />
          {asApiError(confirm.error).code === 'network' && (
            <Text size="sm">Pressing the button again is safe: it is the same order, and nothing is bought twice.</Text>
          )}
        </>
      )}
      <Group justify="flex-end" gap="xs">
        {onBack && (
          <Button variant="default" onClick={onBack} disabled={confirm.isPending}>
            Back
          </Button>
        )}
        {left > 0 ? (
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button onClick={buy} loading={confirm.isPending} {...off}>
                {overLimit ? `Order for ${price}` : `Buy for ${price}`}
              </Button>
            )}
          </DisabledReason>
        ) : (
          <Button onClick={onAgain} leftSection={<IconClock size={16} aria-hidden />}>
            Ask for the price again
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function useSecondsUntil(at: string): number {
  const until = () => Math.max(0, Math.floor((Date.parse(at) - Date.now()) / 1000))
  const [left, setLeft] = useState(until)
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.floor((Date.parse(at) - Date.now()) / 1000))), 1000)
    return () => clearInterval(timer)
  }, [at])
  return left
}

/** What the person's own spending limits say to a quote, in advance; the server decides. */
function useOverLimit(quote: Quote): string | undefined {
  const { user } = useSession()
  const { data } = useQuery({
    queryKey: ['users', user?.id, 'spending-limits'],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/users/{id}/spending-limits', { params: { path: { id: user?.id ?? '' } }, signal })),
    enabled: user != null && user.role === 'admin',
    staleTime: 0,
  })
  if (!data || data.limits.length === 0) return undefined
  const { minor, currency } = quote.price
  const limit = data.limits.find((entry) => entry.currency === currency)
  const waits = 'The order will wait until another administrator approves it.'
  if (!limit) return `You have no spending limit in ${currency}. ${waits}`
  const spent = data.spent.find((entry) => entry.currency === currency)
  for (const span of ['day', 'month'] as const) {
    const most = limit[span]
    if (most != null && (spent?.[span] ?? 0) + minor > most)
      return `This is above your limit of ${formatMoney(most, currency)} per ${span}. ${waits}`
  }
  return undefined
}

/** What the renewal price is for: a term like the one that is bought. */
function termOf({ years }: Quote): string {
  if (years == null) return 'term'
  return years === 1 ? 'year' : `${years} years`
}
