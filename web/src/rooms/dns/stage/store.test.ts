import { act, renderHook } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { setsOf, type SetData } from '../records/model'
import { effective, hasMoved, settled, staged, useStage, type Stage } from './store'

const sets = setsOf([
  { id: '', name: 'www', type: 'A', content: '192.0.2.1', ttl: 300, priority: 0 },
  { id: '', name: '@', type: 'MX', content: 'mail.example.com', ttl: 300, priority: 10 },
])
const none: Stage = new Map()
const stageOne = (stage: Stage, name: string, type: string, next: SetData | null) =>
  staged(stage, sets, [{ name, type, next }])
const data = (content: string, ttl = 300) => ({ ttl, values: [{ content, priority: 0 }] })

describe('staging', () => {
  test('a change knows what was there, and goes when it is taken back', () => {
    const changed = stageOne(none, 'www', 'A', data('192.0.2.2'))
    expect(changed.get('www A')?.base).toEqual(data('192.0.2.1'))
    expect(stageOne(changed, 'www', 'A', data('192.0.2.1')).size).toBe(0)
  })

  test('what is added and deleted again was nothing', () => {
    const added = stageOne(none, 'new', 'A', data('192.0.2.9'))
    expect(added.get('new A')?.base).toBeNull()
    expect(stageOne(added, 'new', 'A', null).size).toBe(0)
  })

  test('the zone as it would be', () => {
    const stage = stageOne(stageOne(none, 'www', 'A', null), 'new', 'A', data('192.0.2.9'))
    expect([...effective(sets, stage).keys()]).toEqual(['@ MX', 'new A'])
  })

  test('what the zone already is needs no change', () => {
    const stage = stageOne(none, 'www', 'A', data('192.0.2.2'))
    const later = setsOf([{ id: '', name: 'www', type: 'A', content: '192.0.2.2', ttl: 300, priority: 0 }])
    expect(settled(stage, later).size).toBe(0)
    expect(settled(stage, sets)).toBe(stage)
  })

  test('a change elsewhere is noticed', () => {
    const entry = stageOne(none, 'www', 'A', data('192.0.2.2')).get('www A')!
    const later = setsOf([{ id: '', name: 'www', type: 'A', content: '192.0.2.7', ttl: 300, priority: 0 }])
    expect(hasMoved(entry, sets)).toBe(false)
    expect(hasMoved(entry, later)).toBe(true)
  })
})

describe('useStage', () => {
  beforeEach(() => sessionStorage.clear())

  test('is kept for the tab, per person and zone', () => {
    const { result } = renderHook(() => useStage('ada', 'local', 'example.com'))
    act(() => result.current.change((stage) => stageOne(stage, 'www', 'A', null)))
    expect(result.current.stage.size).toBe(1)
    const kept = sessionStorage.getItem('setec.stage.ada.local.example.com')
    expect(JSON.parse(kept ?? '[]')).toHaveLength(1)
    expect(renderHook(() => useStage('bob', 'local', 'example.com')).result.current.stage.size).toBe(0)
    act(() => result.current.clear())
    expect(sessionStorage.length).toBe(0)
  })

  test('is read back after a reload', () => {
    const entry = { name: 'x', type: 'A', base: null, next: data('192.0.2.3') }
    sessionStorage.setItem('setec.stage.eve.local.example.org', JSON.stringify([entry]))
    const { result } = renderHook(() => useStage('eve', 'local', 'example.org'))
    expect(result.current.stage.get('x A')).toEqual(entry)
  })

  test('survives what is not readable', () => {
    sessionStorage.setItem('setec.stage.eve.local.broken.org', '{')
    expect(renderHook(() => useStage('eve', 'local', 'broken.org')).result.current.stage.size).toBe(0)
  })
})
