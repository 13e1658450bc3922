import { expect, test } from 'vitest'
import { presets, utcPeriod } from './period'

test('the last day belongs to the period', () => {
  expect(utcPeriod('2027-01-01', '2027-01-31')).toEqual({ from: '2027-01-01', until: '2027-02-01' })
  expect(utcPeriod('2027-01-01', undefined)).toEqual({ from: '2027-01-01' })
  expect(utcPeriod(undefined, undefined)).toEqual({})
})

test('periods end with the month that they are of', () => {
  const of = Object.fromEntries(presets('2028-03-31').map(({ label, value }) => [label, value]))
  expect(of['This month']).toEqual(['2028-03-01', '2028-03-31'])
  expect(of['Last month']).toEqual(['2028-02-01', '2028-02-29'])
  expect(of['Last year']).toEqual(['2027-01-01', '2027-12-31'])
})
