import { expect, test } from 'vitest'
import { keysFor } from './events'

const at = '2026-11-21T16:00:00Z'

test('a change of a zone makes that zone old and no other', () => {
  const keys = keysFor({ kind: 'zone', at, account: 'local', subject: 'demo.test', state: 'changed' })
  expect(keys).toContainEqual(['zone', 'local', 'demo.test'])
  expect(keys).not.toContainEqual(['zone'])
})

test('after events were missed everything is asked for again', () => {
  expect(keysFor({ kind: 'lagged', at })).toEqual([[]])
})

test('a change that has only begun shows in the journal alone', () => {
  expect(keysFor({ kind: 'journal', at, action: 'server.start', state: 'begun' })).toEqual([['journal']])
  expect(keysFor({ kind: 'journal', at, action: 'server.start', state: 'done' })).toContainEqual(['servers'])
})

test('an event of a kind that this page does not know changes nothing', () => {
  expect(keysFor({ kind: 'weather', at })).toEqual([])
})

test('changed tags make what shows them old, and no question to the provider of a zone', () => {
  const tags = { kind: 'journal', at, action: 'zone.tags', state: 'done', account: 'local', subject: 'demo.test' }
  const keys = keysFor(tags)
  expect(keys).toContainEqual(['tags'])
  expect(keys).toContainEqual(['zones'])
  expect(keys).toContainEqual(['zone', 'local', 'demo.test', 'tags'])
  expect(keys).not.toContainEqual(['zone'])
})
