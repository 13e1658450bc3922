import { expect, test } from 'vitest'
import { countries } from '@/parts/countries'
import { parsePairs } from '@/parts/pairs'
import { contactOf, faultsOf, isSame, phoneOf, valuesOf } from './contact'

test('telephone numbers are sent as E.164', () => {
  expect(phoneOf('+46 8 555-014 82')).toBe('+46855501482')
  expect(phoneOf('0044 (20) 7946.0018')).toBe('+442079460018')
})

test('what the form does not show stays', () => {
  const base = { first_name: 'Maja', fax: '+461', extra: { vat: 'SE1' }, country: 'SE' }
  const values = { ...valuesOf(base), city: ' Stockholm ', country: 'se' }
  expect(contactOf(values, base)).toMatchObject({
    fax: '+461',
    extra: { vat: 'SE1' },
    city: 'Stockholm',
    country: 'SE',
  })
  expect(isSame(base, contactOf(valuesOf(base), base))).toBe(true)
  expect(isSame(base, contactOf(values, base))).toBe(false)
  expect(isSame(base, null)).toBe(false)
})

test('all faults are told at once', () => {
  const faults = faultsOf({ ...valuesOf(null), email: 'nobody', phone: '0712' })
  expect(Object.keys(faults).sort()).toEqual([
    'address1',
    'city',
    'country',
    'email',
    'first_name',
    'last_name',
    'phone',
  ])
})

test('countries are states, not groups of them', () => {
  const codes = countries().map((country) => country.value)
  expect(codes).toContain('KE')
  expect(codes).toContain('QA')
  expect(codes).not.toContain('EU')
  expect(codes).not.toContain('UK')
  expect(codes.length).toBeGreaterThan(235)
})

test('further fields are lines of names and values', () => {
  expect(parsePairs('a = 1\n\n b=x=y ')).toEqual({ a: '1', b: 'x=y' })
  expect(parsePairs('nothing')).toBeUndefined()
})
