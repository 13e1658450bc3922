import { expect, test } from 'vitest'
import { retarget } from './retarget'

const set = (type: string, content: string) => ({ name: 'x', type, ttl: 60, values: [{ content, priority: 0 }] })
const moved = (type: string, content: string) => retarget(set(type, content), 'a.test', 'b.test').values[0]?.content

test('targets follow, texts and other names stay', () => {
  expect(moved('CNAME', 'a.test')).toBe('b.test')
  expect(moved('MX', 'mail.a.test')).toBe('mail.b.test')
  expect(moved('SRV', '5 5060 sip.a.test')).toBe('5 5060 sip.b.test')
  expect(moved('HTTPS', '1 svc.a.test. alpn=h2')).toBe('1 svc.b.test. alpn=h2')
  expect(moved('CNAME', 'nota.test')).toBe('nota.test')
  expect(moved('TXT', 'v=spf1 include:a.test -all')).toBe('v=spf1 include:a.test -all')
})
