import { expect, test } from 'vitest'
import { count, given, oneOf, tableSearch, text } from './search'

test('an old or a wrong link opens, without what does not fit', () => {
  expect(tableSearch({ q: 'demo', sort: '-name', account: ['x'], other: 'y' }, ['account'])).toEqual({
    q: 'demo',
    sort: '-name',
  })
  expect(oneOf('nonsense', ['records', 'history'])).toBeUndefined()
  expect(count('-4')).toBeUndefined()
  expect(count('1e99')).toBeUndefined()
  expect(count('12')).toBe(12)
})

test('a text of digits stays a text', () => {
  expect(text(894670)).toBe('894670')
})

test('what is not given is not in the address', () => {
  expect(given({ tab: undefined, open: 'x' })).toEqual({ open: 'x' })
})
