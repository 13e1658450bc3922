import { expect, test } from 'vitest'
import { sums } from './costs'

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
