import { describe, expect, test } from 'vitest'
import {
  candidates,
  daysInWords,
  dnsHost,
  expiryWindows,
  lifeSpans,
  minorOf,
  parseHosts,
  parseNames,
  urgency,
} from './model'
import type { SyncedDomain } from './model'

function domain(days: number | null, status: SyncedDomain['status'] = 'active'): SyncedDomain {
  // Half a day on top, so that no run falls on the border of a day.
  const expires = days === null ? null : new Date(Date.now() + (days + 0.5) * 86_400_000).toISOString()
  return {
    name: 'a.example',
    account: 'a',
    status,
    expires_at: expires,
    nameservers: [],
    tags: [],
    checked_at: '',
    last_synced: '',
  }
}

describe('expiry', () => {
  test('a domain is in each window that it ends within', () => {
    expect(expiryWindows(domain(12))).toEqual(['30d', '60d', '90d'])
    expect(expiryWindows(domain(75))).toEqual(['90d'])
    expect(expiryWindows(domain(91))).toEqual([])
    expect(expiryWindows(domain(-3))).toEqual(['expired'])
    expect(expiryWindows(domain(null))).toEqual([])
    expect(expiryWindows(domain(12, 'transferred_away'))).toEqual([])
  })
  test('urgency and words', () => {
    expect([-1, 0, 29, 30, 89, 90].map(urgency)).toEqual(['past', 'soon', 'soon', 'near', 'near', 'far'])
    expect([0, 1, -5, 59, 61, 212, 800].map(daysInWords)).toEqual([
      'today',
      'in 1 day',
      '5 days ago',
      'in 59 days',
      'in 2 months',
      'in 7 months',
      'in 2 years',
    ])
  })
})

test('who answers is told by the name servers', () => {
  expect(dnsHost(['ada.ns.cloudflare.com', 'hugh.ns.cloudflare.com'])).toBe('cloudflare.com')
  expect(dnsHost(['ns1.host.co.ke', 'ns2.host.co.ke.'])).toBe('host.co.ke')
  expect(dnsHost(['ns1.a.example', 'ns1.b.example'])).toBe('a.example and others')
  expect(dnsHost([])).toBeUndefined()
})

test('names are taken from whatever was pasted', () => {
  expect(parseNames(' https://www.Example.com/path, other.org\nother.org;.third. ')).toEqual([
    'example.com',
    'other.org',
    'third',
  ])
  expect(candidates('acacia, kestrel.dev', ['com', 'co.ke'])).toEqual(['acacia.com', 'acacia.co.ke', 'kestrel.dev'])
  expect(parseHosts('NS1.example.net.\nns2.example.net, ns2.example.net')).toEqual([
    'ns1.example.net',
    'ns2.example.net',
  ])
})

test('prices of yen have no cents', () => {
  expect(minorOf(9.99, 'USD')).toBe(999)
  expect(minorOf(1200, 'JPY')).toBe(1200)
})

test('grace and redemption follow the term without a gap', () => {
  const spans = lifeSpans(0, 1000, 30, 30)
  expect(spans.map((span) => span.kind)).toEqual(['term', 'grace', 'redemption'])
  expect(spans[1]?.from).toBe(1000)
  expect(spans[2]?.from).toBe(spans[1]?.to)
  expect(lifeSpans(0, 1000, null, 0)).toHaveLength(1)
})
