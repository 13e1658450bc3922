import { expect, test } from 'vitest'
import { costs, dueByMonth, isPaidAgain, kindOf, monthsOf, periodWords, type Recurring } from './model'

const item = (change: Partial<Recurring>): Recurring => ({
  account: 'a',
  kind: 'vps',
  name: 'KVM 2',
  minor: 1199,
  currency: 'USD',
  months: 1,
  next: '2026-12-05T00:00:00Z',
  link: undefined,
  ...change,
})

test('periods and kinds come from the catalog, else from the plan', () => {
  expect([monthsOf('x', 'yearly'), monthsOf('x', '2y'), monthsOf('kvm-2'), monthsOf('hosting-48m')]).toEqual([
    12, 24, 1, 48,
  ])
  expect([monthsOf('domain-com'), monthsOf('mail-1y')]).toEqual([12, 12])
  expect([
    kindOf('premium-web-hosting-48m'),
    kindOf('business-starter-email'),
    kindOf('z'),
    kindOf('z', 'vps'),
  ]).toEqual(['hosting', 'email', 'other', 'vps'])
  expect([1, 12, 48, 6].map(periodWords)).toEqual(['month', 'year', '4 years', '6 months'])
})

test('a year is summed by account, kind and currency', () => {
  const rows = costs([
    item({}),
    item({ kind: 'domain', minor: 999, months: 12 }),
    item({ kind: 'domain', minor: 1001, months: 12 }),
    item({ currency: 'EUR', minor: 2400, months: 24 }),
  ])
  expect(rows).toEqual([
    {
      account: 'a',
      currency: 'USD',
      total: 16388,
      kinds: [
        { kind: 'domain', minor: 2000 },
        { kind: 'vps', minor: 14388 },
      ],
    },
    { account: 'a', currency: 'EUR', total: 1200, kinds: [{ kind: 'vps', minor: 1200 }] },
  ])
})

test('monthly terms fall due every month, yearly ones once', () => {
  const now = new Date('2026-11-21T12:00:00Z')
  const due = dueByMonth(
    [item({}), item({ months: 12, minor: 5000, next: '2027-01-31T00:00:00Z' }), item({ currency: 'EUR' })],
    'USD',
    4,
    now,
  )
  expect(due.map((month) => month.minor)).toEqual([0, 1199, 6199, 1199])
})

test('what will not renew costs nothing again', () => {
  expect(isPaidAgain({ status: 'active', auto_renew: true })).toBe(true)
  expect(isPaidAgain({ status: 'active', auto_renew: false })).toBe(false)
  expect(isPaidAgain({ status: 'cancelled', auto_renew: null })).toBe(false)
})
