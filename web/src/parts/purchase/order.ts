import { api, ok, type Schemas } from '@/api/client'

export type Quote = Schemas['QuoteBody']
export type QuoteRequest = Schemas['QuoteRequest']
export type Order = Schemas['OrderBody']
export type OrderDetails = Schemas['OrderDetailsBody']
export type Money = Schemas['Money']

/** Asks an account what something costs; buys nothing. */
export function askQuote(account: string, request: QuoteRequest): Promise<Quote> {
  return ok(
    api.POST('/api/hosting/providers/{provider}/quotes', { params: { path: { provider: account } }, body: request }),
  )
}

/** Buys what a quote says. The same key again is the same order, never a second one. */
export function confirmQuote(quote: Quote, key: string): Promise<OrderDetails> {
  return ok(
    api.POST('/api/hosting/quotes/{id}/confirm', {
      params: { path: { id: quote.id }, header: { 'Idempotency-Key': key } },
      // The price that was on screen is the highest that is paid.
      body: { max_price: quote.price },
    }),
  )
}

/** A word of our own for one order. */
export function newOrderKey(): string {
  return crypto.randomUUID()
}

/** Whether nothing more is to be expected, whatever anybody does. */
export function isSettled(order: Pick<Order, 'state'>): boolean {
  return order.state === 'completed' || order.state === 'failed'
}

/** The sums of amounts, one per currency, in the order of the currencies. */
export function sums(amounts: readonly Money[]): Money[] {
  const total = new Map<string, number>()
  for (const { minor, currency } of amounts) total.set(currency, (total.get(currency) ?? 0) + minor)
  return [...total].sort(([a], [b]) => a.localeCompare(b)).map(([currency, minor]) => ({ currency, minor }))
}
