import { describe, expect, test } from 'vitest'
import { ttlWords } from '@/parts/ttl'
import {
  fromDocument,
  keepDisabled,
  keyOf,
  recordsOf,
  relative,
  sameData,
  servedOf,
  setsOf,
  unquote,
  valueFromZoneFile,
} from './model'
import { parseTtl, ttlChoices } from './ttl'
import { join, split, TYPES } from './types'

const record = (name: string, type: string, content: string, ttl = 300, priority = 0) => ({
  id: `${name}/${type}/${priority}`,
  name,
  type,
  content,
  ttl,
  priority,
})

describe('sets', () => {
  test('records of one name and type are one set', () => {
    const sets = setsOf([record('@', 'A', '192.0.2.1'), record('@', 'A', '192.0.2.2'), record('@', 'AAAA', '::1')])
    expect([...sets.keys()]).toEqual(['@ A', '@ AAAA'])
    expect(sets.get(keyOf('@', 'A'))?.values.map((value) => value.content)).toEqual(['192.0.2.1', '192.0.2.2'])
  })

  test('the order of values means nothing, the TTL does', () => {
    const a = { ttl: 60, values: ['x', 'y'].map((content) => ({ content, priority: 0 })) }
    const b = { ttl: 60, values: ['y', 'x'].map((content) => ({ content, priority: 0 })) }
    expect(sameData(a, b)).toBe(true)
    expect(sameData(a, { ...b, ttl: 61 })).toBe(false)
    expect(sameData(a, null)).toBe(false)
    expect(sameData(null, undefined)).toBe(true)
  })

  test('only MX and SRV are sent with a priority, disabled values only within the zone', () => {
    const values = [
      { content: 'mail.example.com', priority: 10 },
      { content: 'old.example.com', priority: 20, disabled: true },
    ]
    const mx = { name: '@', type: 'MX', content: 'mail.example.com', ttl: 60, priority: 10 }
    expect(servedOf({ name: '@', type: 'MX', ttl: 60, values })).toEqual([mx])
    expect(recordsOf({ name: '@', type: 'MX', ttl: 60, values })).toEqual([
      { ...mx, disabled: false },
      { ...mx, content: 'old.example.com', priority: 20, disabled: true },
    ])
    expect(servedOf({ name: '@', type: 'A', ttl: 60, values: [{ content: '192.0.2.1', priority: 0 }] })[0]).toEqual({
      name: '@',
      type: 'A',
      content: '192.0.2.1',
      ttl: 60,
    })
  })

  test('what speaks of served values leaves disabled ones alone', () => {
    const off = { content: '192.0.2.2', priority: 0, disabled: true }
    const now = { ttl: 60, values: [{ content: '192.0.2.1', priority: 0 }, off] }
    const other = { content: '192.0.2.3', priority: 0 }
    expect(keepDisabled(now, { ttl: 60, values: [other] }).values).toEqual([other, off])
    const on = { content: '192.0.2.2', priority: 0 }
    expect(keepDisabled(now, { ttl: 60, values: [on] }).values).toEqual([on])
  })

  test('every type of the API has a form of its own', () => {
    // As `crates/setec-core` knows them, but for the SOA, which nobody writes.
    const known = 'NS A AAAA CNAME ALIAS MX TXT SRV CAA PTR TLSA SSHFP HTTPS SVCB DS NAPTR'
    expect([...TYPES].toSorted()).toEqual(known.split(' ').toSorted())
  })

  test('NAPTR is taken apart and put together, empty texts too', () => {
    const content = '100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .'
    const fields = split('NAPTR', { content, priority: 0 })
    expect(fields).toMatchObject({ flags: 'U', regexp: '!^.*$!sip:info@example.com!', host: '.' })
    expect(join('NAPTR', fields).content).toBe(content)
    expect(join('NAPTR', { ...fields, regexp: '', host: 'sip.example.com' }).content).toBe(
      '100 10 "U" "E2U+sip" "" sip.example.com.',
    )
    const escaped = '1 1 "U" "E2U+x" "!a\\\\1 b!c!" .'
    expect(join('NAPTR', split('NAPTR', { content: escaped, priority: 0 })).content).toBe(escaped)
  })

  test('names become relative', () => {
    expect(relative('example.com', 'example.com')).toBe('@')
    expect(relative('WWW.Example.com.', 'example.com')).toBe('www')
    expect(relative('notexample.com', 'example.com')).toBe('notexample.com')
  })
})

describe('zone file form', () => {
  test('hosts lose the dot, MX and SRV their first number', () => {
    expect(valueFromZoneFile('CNAME', 'example.com.')).toEqual({ content: 'example.com', priority: 0 })
    expect(valueFromZoneFile('MX', '10 mail.example.com.')).toEqual({ content: 'mail.example.com', priority: 10 })
    expect(valueFromZoneFile('MX', '0 .')).toEqual({ content: '.', priority: 0 })
    expect(valueFromZoneFile('SRV', '10 5 5060 sip.example.com.').content).toBe('5 5060 sip.example.com')
    expect(valueFromZoneFile('HTTPS', '1 . alpn=h2').content).toBe('1 . alpn=h2')
  })

  test('TXT loses its quotes where that says the same', () => {
    expect(unquote('"v=spf1 -all"')).toBe('v=spf1 -all')
    expect(unquote('"one " "two"')).toBe('one two')
    expect(unquote('"a \\"b\\" c;d"')).toBe('a "b" c;d')
    expect(unquote('"\\"quoted\\""')).toBe('"\\"quoted\\""')
    expect(unquote('"\\127"')).toBe('"\\127"')
    expect(unquote('plain')).toBe('plain')
  })

  test('a set of a plan becomes one of the list', () => {
    const set = fromDocument({ name: 'www.example.com', type: 'A', ttl: 60, values: ['192.0.2.1'] }, 'example.com')
    expect(set).toEqual({ name: 'www', type: 'A', ttl: 60, values: [{ content: '192.0.2.1', priority: 0 }] })
  })
})

describe('TTL', () => {
  test('in words', () => {
    expect(ttlWords(0)).toBe('0 seconds')
    expect(ttlWords(60)).toBe('1 minute')
    expect(ttlWords(14_400)).toBe('4 hours')
    expect(ttlWords(5400)).toBe('1 h 30 min')
    expect(ttlWords(864_000)).toBe('10 days')
    expect(ttlWords(1_209_600)).toBe('2 weeks')
  })

  test('typed', () => {
    expect(parseTtl('90')).toBe(90)
    expect(parseTtl('1h30m')).toBe(5400)
    expect(parseTtl('2 days')).toBe(172_800)
    expect(parseTtl('soon')).toBeUndefined()
    expect(parseTtl('')).toBeUndefined()
  })

  test('choices keep to the account and hold the current value', () => {
    const choices = ttlChoices({ min: 300, max: 86_400, fallback: 14_400 }, 77)
    expect(choices.map((choice) => choice.value)).toEqual([
      '77',
      '300',
      '900',
      '1800',
      '3600',
      '14400',
      '43200',
      '86400',
    ])
    expect(choices.find((choice) => choice.value === '14400')?.label).toBe('4 hours (default)')
  })
})
