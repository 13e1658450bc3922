import { expect, test } from 'vitest'
import { ApiError } from '@/api/error'
import { faultsOf, looksLikeYaml, offsetOf } from './faults'

const file = '$ORIGIN demo.test.\nwww IN A 1.2.3\n'

test('faults have their place and their line', () => {
  const error = new ApiError(400, {
    error: 'x',
    code: 'invalid',
    violations: [{ field: 'line 2 column 10', rule: "'1.2.3' is not an address" }],
  })
  expect(faultsOf(error, file)).toEqual([
    { line: 2, column: 10, rule: "'1.2.3' is not an address", text: 'www IN A 1.2.3' },
  ])
  expect(faultsOf(new ApiError(503, { error: 'down', code: 'provider_unavailable' }), file)).toBeUndefined()
  expect(offsetOf(file, 2, 10)).toBe(file.indexOf('1.2.3'))
})

test('YAML is told from zone files', () => {
  expect(looksLikeYaml('---\n? ""\n')).toBe(true)
  expect(looksLikeYaml("# comment\n'':\n  type: A\n")).toBe(true)
  expect(looksLikeYaml('www:\n  type: A\n')).toBe(true)
  expect(looksLikeYaml(file)).toBe(false)
  expect(looksLikeYaml(file, 'zone.yaml')).toBe(true)
})
