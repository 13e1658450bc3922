import { expect, test } from 'vitest'
import { inTerm, offersOf, perMonth, termsOf } from './plans'

const entry = (id: string, name: string, period: string, price: number, first?: number) => ({
  id,
  name,
  category: 'vps',
  description: '',
  currency: 'USD',
  period,
  price_cents: price,
  ...(first === undefined ? {} : { first_period_price_cents: first }),
})

const offers = offersOf([
  entry('kvm-2-1y', 'KVM 2', 'yearly', 11_988, 8991),
  entry('kvm-2', 'KVM 2', 'monthly', 1199),
  entry('kvm-1', 'KVM 1', 'monthly', 649),
])

test('offers go by term and price', () => {
  expect(offers.map((offer) => offer.id)).toEqual(['kvm-1', 'kvm-2', 'kvm-2-1y'])
  expect(termsOf(offers)).toEqual([1, 12])
})

test('another term keeps the product', () => {
  expect(inTerm(offers, 'kvm-2', 12)?.id).toBe('kvm-2-1y')
  expect(inTerm(offers, 'kvm-1', 12)).toBeUndefined()
})

test('a first term may cost less than later ones', () => {
  const year = offers.find((offer) => offer.id === 'kvm-2-1y')!
  expect([year.first, year.later, perMonth(year)]).toEqual([8991, 11_988, 749])
})
