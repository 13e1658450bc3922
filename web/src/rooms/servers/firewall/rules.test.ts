import { expect, test } from 'vitest'
import { letsSshIn, portProblem, ruleText, sourceProblem } from './rules'

const rule = (protocol: string, port: string, detail = 'any') => ({
  protocol,
  port,
  source: detail === 'any' ? 'any' : 'custom',
  source_detail: detail,
})

test.each(['80', '1024:2048', 'any', '65535'])('%s is a port', (port) => expect(portProblem(port)).toBeNull())
test.each(['', '0', '65536', '20:10', '80,443', 'http'])('%j is no port', (port) =>
  expect(portProblem(port)).not.toBeNull(),
)

test.each(['192.0.2.10', '192.0.2.0/24', '192.0.2.20-192.0.2.30', '2001:db8::/32', '::1'])('%s is a source', (text) =>
  expect(sourceProblem(text)).toBeNull(),
)
test.each(['', '192.0.2', '192.0.2.256', '192.0.2.0/33', '2001:db8::/129', 'example.com', '1.2.3.4-5'])(
  '%j is no source',
  (text) => expect(sourceProblem(text)).not.toBeNull(),
)

test('rules that would lock everybody out are seen', () => {
  expect(letsSshIn([])).toBe(false)
  expect(letsSshIn([rule('HTTP', '80'), rule('TCP', '25')])).toBe(false)
  expect(letsSshIn([rule('TCP', '20:30')])).toBe(true)
  expect(letsSshIn([rule('SSH', '22', '192.0.2.0/24')])).toBe(true)
})

test('a rule in words', () => {
  expect(ruleText(rule('SSH', '22', '192.0.2.0/24'))).toBe('SSH (22) from 192.0.2.0/24')
  expect(ruleText(rule('TCP', '1024:2048'))).toBe('TCP (1024 to 2048) from anywhere')
  expect(ruleText(rule('any', 'any'))).toBe('Everything from anywhere')
})
