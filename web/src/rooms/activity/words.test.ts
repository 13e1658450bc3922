import { expect, test } from 'vitest'
import { subjectLink, subjectWords } from './words'

test('an entry is about something that a reader knows', () => {
  const rule = { basis: { kind: 'percent', basis_points: 2000 }, currency: 'EUR', operation: 'restore' }
  const entry = { action: 'price_rule.create', subject: '01a1ff99-9db8-759c-aac3-0f0da1a37da0' }
  expect(subjectWords({ ...entry, after: rule })).toBe('All restores of everybody')
  expect(subjectWords({ ...entry, action: 'price_rule.delete', before: rule })).toBe('All restores of everybody')
  expect(subjectWords(entry)).toBe(entry.subject)
  expect(subjectWords({ action: 'route.set', subject: '*' })).toBe('Every other TLD')
  expect(subjectWords({ action: 'dns.update', subject: 'example.com' })).toBe('example.com')
})

test('settings are shown where they are', () => {
  expect(subjectLink({ action: 'user.create', subject: 'maja' })).toBe('/settings/users')
  expect(subjectLink({ action: 'exchange_rate.set', subject: 'USD to EUR' })).toBe('/settings/reseller?section=rates')
})
