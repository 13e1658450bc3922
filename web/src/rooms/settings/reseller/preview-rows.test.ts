import { expect, test } from 'vitest'
import { previewRows } from './preview-rows'

const money = (minor: number) => ({ minor, currency: 'EUR' })
const rule = {
  id: 'r1',
  created_at: '2027-01-01T00:00:00Z',
  currency: 'EUR',
  basis: { kind: 'percent', basis_points: 2000 } as const,
}

test('each price of each account is a row, with its rule or the reason why it is not sold', () => {
  const rows = previewRows(
    [
      {
        tld: 'com',
        accounts: [
          {
            provider: 'one',
            prices: [{ years: 1, cost: money(1000), price: money(1200), floor: money(1000), rule_id: 'r1' }],
          },
          { provider: 'two', problem: 'the account has no register price for it', prices: [] },
        ],
      },
      {
        tld: 'com',
        accounts: [{ provider: 'one', prices: [{ years: 2, cost: money(2000), problem: 'no rule is for it' }] }],
      },
    ],
    [rule],
    () => undefined,
  )
  expect(rows.map((row) => [row.label, row.provider, row.place, row.years, row.price?.minor, row.why])).toEqual([
    ['Register', 'one', 1, 1, 1200, '20 % on cost'],
    ['Register', 'two', 2, undefined, undefined, 'The account has no register price for it'],
    ['Renew', 'one', 1, 2, undefined, 'No rule is for it'],
  ])
  expect(rows[0]?.scope).toBe('all orders of everybody')
  expect(rows.map((row) => row.order)).toEqual([...rows.map((row) => row.order)].sort((a, b) => a - b))
})
