import { expect, test } from 'vitest'
import { changeOf, sums } from './costs'

test('costs are added within a currency and never over two', () => {
  const costs = [
    { currency: 'USD', monthly_minor: 999 },
    { currency: 'EUR', monthly_minor: 2000 },
    { currency: 'USD', monthly_minor: 1 },
  ]
  expect(sums(costs)).toEqual([
    { currency: 'EUR', minor: 2000 },
    { currency: 'USD', minor: 1000 },
  ])
})

test('a trend is compared with its beginning', () => {
  expect(changeOf([{ minor: 150 }, { minor: 900 }, { minor: 169 }])).toBe(19)
  expect(changeOf([{ minor: 5 }])).toBeUndefined()
  expect(changeOf([])).toBeUndefined()
})
