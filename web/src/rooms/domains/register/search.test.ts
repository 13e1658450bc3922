import { expect, test } from 'vitest'
import { cellOf, cheapest, offeredTlds, transferCellOf } from './search'

test('an answer becomes an offer, a refusal or taken', () => {
  expect(cellOf('a', { domain: 'x.com', available: true, price: 9.99, currency: 'USD' })).toEqual({
    state: 'free',
    offer: {
      account: 'a',
      price: { minor: 999, currency: 'USD' },
      renewal: { minor: 999, currency: 'USD' },
      restriction: undefined,
    },
  })
  expect(cellOf('a', { domain: 'x.com', available: false })).toEqual({ state: 'taken' })
  expect(cellOf('a', { domain: 'x.zz', available: false, restriction: 'TLD is not supported' })).toMatchObject({
    state: 'refused',
  })
  expect(cellOf('a', undefined)).toMatchObject({ state: 'refused' })
})

test('a name that somebody has can be transferred, at the price of the transfer', () => {
  const price = (operation: 'transfer' | 'renew', minor: number) => ({
    operation,
    years: 1,
    premium: false,
    price: { minor, currency: 'EUR' },
  })
  const prices = { tld: 'com', prices: [price('transfer', 1375), price('renew', 1475)] }
  expect(transferCellOf('a', undefined, prices)).toMatchObject({
    state: 'free',
    offer: { account: 'a', price: { minor: 1375, currency: 'EUR' }, renewal: { minor: 1475, currency: 'EUR' } },
  })
  expect(transferCellOf('a', 'EU only', undefined)).toMatchObject({
    state: 'free',
    offer: { price: undefined, renewal: undefined, restriction: 'EU only' },
  })
})

test('prices are compared in one currency only', () => {
  const offer = (account: string, minor: number, currency: string) => ({
    account,
    price: { minor, currency },
    renewal: undefined,
    restriction: undefined,
  })
  expect(cheapest([offer('a', 999, 'USD'), offer('b', 899, 'USD')])).toBe('b')
  expect(cheapest([offer('a', 999, 'USD'), offer('b', 899, 'EUR')])).toBeUndefined()
  expect(cheapest([offer('a', 999, 'USD'), offer('b', 999, 'USD')])).toBeUndefined()
  expect(cheapest([offer('a', 999, 'USD')])).toBeUndefined()
})

test('the usual TLDs come first', () => {
  expect(
    offeredTlds([
      ['zone', 'com'],
      ['africa', 'com', 'net'],
    ]),
  ).toEqual(['com', 'net', 'africa', 'zone'])
})
