import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { daysUntil, relative } from './TimeText'
import dayjs from 'dayjs'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 21, 20, 30) })
})

afterEach(() => {
  vi.useRealTimers()
})

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString()

test('days are those between the two dates', () => {
  expect(daysUntil(at(24, 1))).toBe(3)
  expect(daysUntil(at(24, 23))).toBe(3)
  expect(daysUntil(at(22, 0))).toBe(1)
  expect(daysUntil(at(21, 23))).toBe(0)
  // What ended a minute ago has ended.
  expect(daysUntil(at(21, 20))).toBe(-1)
  expect(daysUntil(at(18, 23))).toBe(-3)
})

test('the words beside a date count the same days', () => {
  expect(relative(dayjs(at(24, 1)))).toBe('in 3 days')
  expect(relative(dayjs(at(24, 23)))).toBe('in 3 days')
  expect(relative(dayjs(at(18, 23)))).toBe('3 days ago')
  expect(relative(dayjs(at(21, 21)))).toBe('in 30 minutes')
})
