import { expect, test } from 'vitest'
import { staged, type Stage } from '../stage/store'
import { setsOf, type SetData } from './model'
import { heightOf, linesOf, rowsOf, textOf } from './rows'

const record = (name: string, type: string, content: string) => ({ id: '', name, type, content, ttl: 300, priority: 0 })
const sets = setsOf([
  record('@', 'A', '192.0.2.1'),
  record('@', 'A', '192.0.2.2'),
  record('www', 'CNAME', 'example.com'),
])
const none: Stage = new Map()
const stageOne = (stage: Stage, name: string, type: string, next: SetData | null) =>
  staged(stage, sets, [{ name, type, next }])
const data = (...contents: string[]) => ({ ttl: 300, values: contents.map((content) => ({ content, priority: 0 })) })

test('what is staged stands in its place, new names first', () => {
  let stage = stageOne(none, 'new', 'A', data('192.0.2.9'))
  stage = stageOne(stage, '@', 'AAAA', data('2001:db8::1'))
  stage = stageOne(stage, 'www', 'CNAME', null)
  const rows = rowsOf(sets, stage)
  expect(rows.map((row) => [row.key, row.state])).toEqual([
    ['new A', 'added'],
    ['@ A', undefined],
    ['@ AAAA', 'added'],
    ['www CNAME', 'removed'],
  ])
})

test('rows without a change stay the same object', () => {
  const before = rowsOf(sets, none)
  const after = rowsOf(sets, stageOne(none, 'www', 'CNAME', null))
  expect(after[0]).toBe(before[0])
  expect(after[1]).not.toBe(before[1])
})

test('a changed row shows what goes and what comes', () => {
  const [row] = rowsOf(sets, stageOne(none, '@', 'A', data('192.0.2.2', '192.0.2.3')))
  expect(row && linesOf(row).map((line) => [line.value.content, line.mark])).toEqual([
    ['192.0.2.1', 'removed'],
    ['192.0.2.2', undefined],
    ['192.0.2.3', 'added'],
  ])
  expect(row && heightOf(row)).toBe(80)
  expect(row && textOf(row)).toContain('192.0.2.1')
})

test('a set that came meanwhile is marked', () => {
  const stage = stageOne(none, 'late', 'A', data('192.0.2.9'))
  const later = setsOf([record('late', 'A', '192.0.2.8')])
  expect(rowsOf(later, stage)[0]).toMatchObject({ key: 'late A', state: 'changed', moved: true })
})
