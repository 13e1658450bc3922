import { expect, test } from 'vitest'
import { majorText, minorFrom } from './amounts'
import { limitsOf, rowProblems } from './users/limits'

test('amounts are read without floats and written back', () => {
  expect(minorFrom('0.29', 'USD')).toBe(29)
  expect(minorFrom('50', 'USD')).toBe(5000)
  expect(minorFrom('12,5', 'EUR')).toBe(1250)
  expect(minorFrom('-3', 'USD')).toBe(-300)
  expect(minorFrom('1200', 'JPY')).toBe(1200)
  expect(['1.234', 'abc', '', '1e3', '1.5.2'].map((text) => minorFrom(text, 'USD'))).toEqual(Array(5).fill(undefined))
  expect(minorFrom('1.5', 'JPY')).toBeUndefined()
  expect([majorText(29, 'USD'), majorText(-300, 'USD'), majorText(1200, 'JPY')]).toEqual(['0.29', '-3.00', '1200'])
})

test('an empty limit is none, and faults are told by field', () => {
  const row = { key: 'a', currency: 'USD', day: '', month: '50.00' }
  expect(limitsOf([row])).toEqual([{ currency: 'USD', day: null, month: 5000 }])
  expect(rowProblems([row, { ...row, key: 'b', day: 'much' }])).toEqual([
    {},
    { currency: 'Twice', day: 'An amount such as 50.00' },
  ])
})
