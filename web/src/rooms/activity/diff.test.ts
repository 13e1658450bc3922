import { expect, test } from 'vitest'
import { changeLines } from './diff'

test('of a set only the value that changed is marked', () => {
  const set = { name: 'www.example.com', ttl: 300, type: 'A' }
  const lines = changeLines(
    [{ ...set, values: ['192.0.2.1', '192.0.2.2'] }],
    [{ ...set, values: ['192.0.2.2', '192.0.2.3'] }],
  )
  expect(lines).toEqual([
    { sign: '-', text: 'www.example.com 300 A 192.0.2.1' },
    { sign: ' ', text: 'www.example.com 300 A 192.0.2.2' },
    { sign: '+', text: 'www.example.com 300 A 192.0.2.3' },
  ])
})

test('what is no record is compared by its fields', () => {
  expect(changeLines({ env: 'test', old: null }, { env: 'production' })).toEqual([
    { sign: '-', text: 'env: test' },
    { sign: '+', text: 'env: production' },
  ])
})

test('a change without any trace has no lines', () => {
  expect(changeLines(null, null)).toEqual([])
})
