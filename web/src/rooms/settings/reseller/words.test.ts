import { expect, test } from 'vitest'
import { ruleScope, ruleText } from './words'

test('a rule is a sentence', () => {
  const rule = {
    currency: 'USD',
    basis: { kind: 'percent', basis_points: 1550 } as const,
    surcharge: 50,
    min_margin: 100,
    tld: 'com',
    operation: 'register',
  }
  expect(ruleText(rule)).toBe('Cost plus 15.5 %, plus $0.50 per order, at least $1.00 above the cost')
  expect(ruleScope(rule, undefined)).toBe('Register, .com, every customer')
  expect(ruleText({ currency: 'USD', basis: { kind: 'per_year', minor: 1299 } })).toBe('$12.99 per year')
  const rounded = { ...rule, surcharge: 0, min_margin: 0, rounding: { step: 100, ending: 99 } }
  expect(ruleText(rounded)).toBe('Cost plus 15.5 %, rounded up to steps of $1.00 ending in $0.99')
})
