import { describe, expect, test } from 'vitest'
import { checkSet, checkValue, hostFault, isIpv6, nameFault, normalName } from './check'
import { setsOf } from './model'
import { buildSpf, mergeSpf, spfHints, spfLookups } from './spf'
import { emptyFields, join, split } from './types'

const sets = setsOf([
  { id: '', name: 'www', type: 'CNAME', content: 'example.com', ttl: 300, priority: 0 },
  { id: '', name: '@', type: 'A', content: '192.0.2.1', ttl: 300, priority: 0 },
  { id: '', name: '@', type: 'TXT', content: 'v=spf1 -all', ttl: 300, priority: 0 },
])
const around = { zone: 'example.com', sets, minTtl: 60 }
const judge = (type: string, name: string, fields: Record<string, string>) =>
  checkValue(type, name, { ...emptyFields(type), ...fields }, around)

describe('fields and content', () => {
  test.each([
    ['A', { content: '192.0.2.1', priority: 0 }],
    ['MX', { content: 'mail.example.com', priority: 10 }],
    ['SRV', { content: '5 5060 sip.example.com', priority: 1 }],
    ['CAA', { content: '0 issue "letsencrypt.org; validationmethods=dns-01"', priority: 0 }],
    ['TXT', { content: 'a  b "c" \\ d', priority: 0 }],
    ['TLSA', { content: '3 1 1 0D6F', priority: 0 }],
    ['HTTPS', { content: '1 . alpn=h2,h3 ipv4hint=192.0.2.1', priority: 0 }],
    ['HTTPS', { content: '0 svc.example.net.', priority: 0 }],
    ['NAPTR', { content: '100 10 "u" "sip+E2U" "!^.*$!sip:a@b!" .', priority: 0 }],
  ])('%s goes to fields and back', (type, value) => {
    expect(join(type, split(type, value))).toEqual(value)
  })

  test('what people paste is tidied', () => {
    expect(join('CNAME', { host: ' www.example.net. ' }).content).toBe('www.example.net')
    expect(join('SSHFP', { algorithm: '4', kind: '2', data: 'ab:cd ef' }).content).toBe('4 2 ABCDEF')
  })
})

describe('checks', () => {
  test('addresses', () => {
    expect(judge('A', 'x', { address: '192.0.2.256' }).errors.address).toMatch(/0 to 255/)
    expect(judge('A', 'x', { address: '2001:db8::1' }).errors.address).toMatch(/AAAA/)
    expect(judge('AAAA', 'x', { address: '192.0.2.1' }).errors.address).toMatch(/A record/)
    expect(judge('A', 'x', { address: '10.0.0.1' }).hints[0]).toMatch(/own network/)
    expect(isIpv6('2001:db8::1::2')).toBe(false)
  })

  test('hosts', () => {
    expect(hostFault('192.0.2.1')).toMatch(/not an address/)
    expect(hostFault('https://example.com/')).toMatch(/without https/)
    expect(hostFault('www')).toMatch(/full name/)
    expect(hostFault('a..b')).toMatch(/empty label/)
    expect(hostFault('com.')).toBeUndefined()
    expect(hostFault('münchen.de')).toBeUndefined()
  })

  test('names', () => {
    expect(nameFault('www.example.com', 'example.com')).toMatch(/zone's name is added/)
    expect(nameFault('www.example.com.', 'example.com')).toBeUndefined()
    expect(nameFault('www.other.net.', 'example.com')).toMatch(/not in the zone/)
    expect(nameFault('a.*.b', 'example.com')).toMatch(/first label/)
    expect(nameFault('_dmarc', 'example.com')).toBeUndefined()
    expect(normalName('WWW.example.com.', 'example.com')).toBe('www')
    expect(normalName('', 'example.com')).toBe('@')
  })

  test('targets in the zone', () => {
    expect(judge('MX', '@', { host: 'www.example.com' }).hints[0]).toMatch(/is a CNAME/)
    expect(judge('MX', '@', { host: 'mail.example.com' }).hints[0]).toMatch(/no address/)
    expect(judge('MX', '@', { host: 'mail.example.net' }).hints).toEqual([])
  })

  test('a CNAME stands alone', () => {
    const cname = { name: '@', type: 'CNAME', ttl: 300, values: [{ content: 'a.example.net', priority: 0 }] }
    expect(checkSet(cname, around).errors.type).toMatch(/stands alone|cannot be/)
    const a = { name: 'www', type: 'A', ttl: 300, values: [{ content: '192.0.2.1', priority: 0 }] }
    expect(checkSet(a, around).errors.name).toMatch(/is a CNAME/)
    expect(checkSet({ ...a, name: 'new', ttl: 30 }, around).errors.ttl).toMatch(/60/)
    const twice = { ...a, name: 'new', values: [...a.values, ...a.values] }
    expect(checkSet(twice, around).errors.values).toMatch(/twice/)
  })

  test('mail policies', () => {
    expect(judge('TXT', '_dmarc', { text: 'v=DMARC1; rua=mailto:a@b' }).hints[0]).toMatch(/needs p=/)
    expect(judge('TXT', '@', { text: 'v=DMARC1; p=none' }).hints[0]).toMatch(/_dmarc/)
    expect(judge('TXT', '@', { text: 'v=spf1 mx -all' }).hints).toContain(
      'There is another SPF policy at this name; receivers accept only one.',
    )
  })
})

describe('SPF', () => {
  test('counts what costs a look-up', () => {
    expect(spfLookups('v=spf1 a mx a:x.example include:_spf.google.com ip4:192.0.2.0/24 -all')).toBe(4)
    expect(spfLookups('v=spf1 redirect=_spf.example.com')).toBe(1)
    expect(spfLookups('v=spf1 -all')).toBe(0)
  })

  test('is built from choices', () => {
    const built = buildSpf({
      mx: true,
      a: false,
      includes: ['_spf.google.com'],
      addresses: ['192.0.2.1', '2001:db8::/32'],
      others: '~',
    })
    expect(built).toBe('v=spf1 mx ip4:192.0.2.1 ip6:2001:db8::/32 include:_spf.google.com ~all')
    expect(spfHints(built)).toEqual([])
  })

  test('says what is doubtful', () => {
    expect(spfHints('v=spf1 mx').join()).toMatch(/does not end/)
    expect(spfHints('v=spf1 +all').join()).toMatch(/whole internet/)
    expect(spfHints('v=spf1 -all mx').join()).toMatch(/behind "all"/)
    expect(spfHints('v=spf1 inclde:x -all').join()).toMatch(/not part of SPF/)
    expect(spfHints(`v=spf1 ${'a:x.example '.repeat(11)}-all`).join()).toMatch(/11 look-ups/)
  })

  test('two policies become one', () => {
    expect(mergeSpf('v=spf1 mx -all', 'v=spf1 include:_spf.google.com ~all')).toBe(
      'v=spf1 mx include:_spf.google.com -all',
    )
    expect(mergeSpf('v=spf1 include:a.example ~all', 'v=spf1 include:a.example ~all')).toBe(
      'v=spf1 include:a.example ~all',
    )
  })
})
