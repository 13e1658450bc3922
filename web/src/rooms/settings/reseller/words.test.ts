import { expect, test } from 'vitest'
import type { PriceRuleSettings } from './api'
import { ruleScope, ruleText } from './words'

const rule: PriceRuleSettings = {
  currency: 'EUR',
  basis: { kind: 'percent', basis_points: 2000 },
  min_margin: 100,
  rounding: { step: 100, ending: 99 },
  tld: 'com',
  operation: 'register',
}

test('a rule is a sentence', () => {
  expect(ruleText(rule)).toBe('20 % on cost, rounded up to .99, at least €1.00 margin')
  expect(ruleScope(rule, undefined)).toBe('.com registrations of everybody')
})

test('what a rule leaves out is not said, and what it narrows is', () => {
  expect(ruleText({ currency: 'USD', basis: { kind: 'per_year', minor: 1299 } })).toBe('$12.99 per year')
  expect(ruleText({ currency: 'USD', basis: { kind: 'percent', basis_points: 0 }, surcharge: 50 })).toBe(
    'At cost, $0.50 more per order',
  )
  const of = { ...rule, tld: null, operation: null, customer: 'a1' }
  expect(ruleScope(of, 'Northwind')).toBe('all orders of Northwind')
})

test('other roundings are told with their amounts', () => {
  const rounded = (step: number, ending?: number, currency = 'EUR') =>
    ruleText({
      currency,
      basis: { kind: 'percent', basis_points: 1550 },
      rounding: { step, ...(ending && { ending }) },
    })
  expect(rounded(500, 490)).toBe('15.5 % on cost, rounded up to a multiple of €5.00 and 4.90')
  expect(rounded(10)).toBe('15.5 % on cost, rounded up to a multiple of €0.10')
  expect(rounded(100, 5)).toBe('15.5 % on cost, rounded up to .05')
  expect(rounded(100, 99, 'JPY')).toBe('15.5 % on cost, rounded up to a multiple of ¥100 and 99')
})
