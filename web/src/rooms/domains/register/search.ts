import type { Schemas } from '@/api/client'
import { minorOf } from '../model'

export type Availability = Schemas['Availability']
type PriceList = Schemas['PriceListBody']

/** The API checks up to 100 names at once; more could not be read either. */
export const MOST = 60

export interface Offer {
  account: string
  price: { minor: number; currency: string } | undefined
  /** What further years cost, where it is known. */
  renewal: { minor: number; currency: string } | undefined
  restriction: string | undefined
}

export type Cell =
  | { state: 'asking' }
  | { state: 'failed'; error: unknown }
  | { state: 'taken' }
  | { state: 'refused'; why: string }
  | { state: 'free'; offer: Offer }

/** What one account says to one name. */
export function cellOf(account: string, answer: Availability | undefined): Cell {
  if (!answer) return { state: 'refused', why: 'no answer for this name' }
  const { available, price, renewal_price, currency, restriction } = answer
  if (!available) return restriction ? { state: 'refused', why: restriction } : { state: 'taken' }
  const money = (amount: number | null | undefined) =>
    amount != null && currency ? { minor: minorOf(amount, currency), currency } : undefined
  const first = money(price)
  return {
    state: 'free',
    offer: { account, price: first, renewal: money(renewal_price) ?? first, restriction: restriction ?? undefined },
  }
}

/** What one account takes for the transfer of a name that somebody has; `prices` is undefined where it tells none. */
export function transferCellOf(account: string, restriction: string | undefined, prices: PriceList | undefined): Cell {
  const of = (operation: string) =>
    prices?.prices.find((price) => price.operation === operation && price.years === 1)?.price
  return {
    state: 'free',
    offer: { account, price: of('transfer'), renewal: of('renew'), restriction },
  }
}

/** The accounts whose price for a name is the lowest; none where currencies differ, as they are never compared. */
export function cheapest(offers: readonly Offer[]): string | undefined {
  const priced = offers.flatMap((offer) => (offer.price ? [{ account: offer.account, ...offer.price }] : []))
  if (priced.length < 2 || new Set(priced.map((price) => price.currency)).size > 1) return undefined
  const [best, next] = priced.sort((a, b) => a.minor - b.minor)
  return best && next && best.minor < next.minor ? best.account : undefined
}

/** The TLDs that most accounts sell, the usual ones first. */
export function offeredTlds(lists: readonly (readonly string[])[]): string[] {
  const usual = ['com', 'net', 'org', 'io', 'dev', 'eu', 'de', 'co.uk', 'co.ke']
  const all = new Set(lists.flat())
  return [...usual.filter((tld) => all.has(tld)), ...[...all].filter((tld) => !usual.includes(tld)).sort()]
}
