import { describe, expect, test } from 'vitest'
import {
  actionLabel,
  formatBytes,
  formatDuration,
  hostnameProblem,
  labelsOf,
  labelWords,
  minorOf,
  monthsOf,
  newPassword,
  passwordProblem,
  relativeTo,
  termOf,
  zoneOf,
} from './model'

test('terms of plans and periods of the catalog', () => {
  expect(['kvm-2', 'kvm-2-1y', 'kvm-2-2y', 'kvm-2-3m'].map(termOf)).toEqual(['month', 'year', '2 years', '3 months'])
  expect(['monthly', 'yearly', '2y'].map(monthsOf)).toEqual([1, 12, 24])
})

test('amounts go by the digits of their currency', () => {
  expect(minorOf(11.99, 'USD')).toBe(1199)
  expect(minorOf(1200, 'JPY')).toBe(1200)
})

test('a made password keeps the rules', () => {
  for (let count = 0; count < 50; count += 1) expect(passwordProblem(newPassword())).toBeNull()
  expect(new Set(Array.from({ length: 20 }, () => newPassword())).size).toBe(20)
})

test('what a password lacks is told at once', () => {
  expect(passwordProblem('short')).toBe('It needs 12 characters, an upper-case letter, a digit or special character')
  expect(passwordProblem('YourSecurePassword!')).toBeNull()
})

describe('names', () => {
  const zones = [{ name: 'example.com' }, { name: 'shop.example.com' }]
  test('belong to the longest zone', () => {
    expect(zoneOf('www.example.com', zones)?.name).toBe('example.com')
    expect(zoneOf('www.Shop.example.com.', zones)?.name).toBe('shop.example.com')
    expect(zoneOf('notexample.com', zones)).toBeUndefined()
  })
  test('are relative to it', () => {
    expect(relativeTo('example.com', 'example.com')).toBe('@')
    expect(relativeTo('a.b.example.com', 'example.com')).toBe('a.b')
  })
  test.each(['-bad-.example.com', 'a..b', 'under_score', 'x'.repeat(64)])('%s is no host name', (name) => {
    expect(hostnameProblem(name)).not.toBeNull()
  })
})

test('labels keep what is behind the first equals sign', () => {
  expect(labelsOf(['env=production', 'note=a=b', 'flag'])).toEqual({ env: 'production', note: 'a=b', flag: '' })
  expect(labelWords({ env: 'production', flag: '' })).toEqual(['env=production', 'flag'])
})

test('numbers in words', () => {
  expect(formatBytes(3_049_426_780)).toBe('2.8 GiB')
  expect(formatBytes(512)).toBe('512 B')
  expect(formatDuration(1560)).toBe('26 minutes')
  expect(formatDuration(90_000)).toBe('1 day 1 hour')
  expect(actionLabel('ct_restart')).toBe('Restart')
  expect(actionLabel('ct_grow_disk')).toBe('Grow disk')
})
