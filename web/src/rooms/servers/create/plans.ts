import type { Schemas } from '@/api/client'
import { monthsOf } from '../model'

type Entry = Schemas['CatalogEntry']

export interface Offer {
  id: string
  name: string
  description: string
  months: number
  currency: string
  /** The first term and those after it. */
  first: number
  later: number
}

/** What the catalog offers, the small ones first. */
export function offersOf(catalog: readonly Entry[]): Offer[] {
  return catalog
    .map((entry) => ({
      id: entry.id,
      name: entry.name,
      description: entry.description,
      months: monthsOf(entry.period),
      currency: entry.currency,
      first: entry.first_period_price_cents ?? entry.price_cents,
      later: entry.price_cents,
    }))
    .sort((a, b) => a.months - b.months || a.later - b.later)
}

/** The terms that are offered at all. */
export function termsOf(offers: readonly Offer[]): number[] {
  return [...new Set(offers.map((offer) => offer.months))].sort((a, b) => a - b)
}

/** The same product in another term, if there is one. */
export function inTerm(offers: readonly Offer[], id: string | undefined, months: number): Offer | undefined {
  const name = offers.find((offer) => offer.id === id)?.name
  return offers.find((offer) => offer.months === months && offer.name === name)
}

/** What a month of the first term comes to, to compare terms by. */
export function perMonth(offer: Offer): number {
  return Math.round(offer.first / offer.months)
}
