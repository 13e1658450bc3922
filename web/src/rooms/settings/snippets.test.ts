import { expect, test } from 'vitest'
import { reachedAt, SECONDARIES } from './snippets'

test('the name server is reached where it listens, or at the host of this page', () => {
  expect(reachedAt('192.0.2.53:53', 'manager.example')).toEqual({ address: '192.0.2.53', port: '53' })
  expect(reachedAt('[2001:db8::53]:5353', 'x')).toEqual({ address: '2001:db8::53', port: '5353' })
  expect(reachedAt('0.0.0.0:5353', '198.51.100.1')).toEqual({ address: '198.51.100.1', port: '5353' })
  // A secondary takes addresses only.
  expect(reachedAt('[::]:5353', 'manager.example')).toEqual({ address: 'ADDRESS-OF-THIS-SERVER', port: '5353' })
  expect(reachedAt(undefined, '127.0.0.1')).toEqual({ address: '127.0.0.1', port: '5353' })
})

test('a key is in the configuration where transfers have to bear one', () => {
  const primary = { zone: 'example.com', address: '192.0.2.53', port: '53' }
  for (const configure of Object.values(SECONDARIES)) {
    expect(configure(primary)).not.toContain('SECRET')
    const signed = configure({ ...primary, key: { name: 'transfer', algorithm: 'hmac-sha512' } })
    for (const part of ['hmac-sha512', 'SECRET', 'example.com', '192.0.2.53']) expect(signed).toContain(part)
    // Declared once, and used.
    expect(signed.split('transfer').length).toBeGreaterThan(2)
  }
})
