import { expect, test } from 'vitest'
import { setsOf } from '../records/model'
import { MAIL_PROVIDERS, proposeMail, withText } from './mail'

const record = (name: string, type: string, content: string) => ({ id: '', name, type, content, ttl: 300, priority: 0 })
const sets = setsOf([
  record('@', 'TXT', 'v=spf1 mx -all'),
  record('@', 'TXT', 'google-site-verification=abc'),
  record('@', 'MX', 'mail.example.com'),
])
const options = { ttl: 3600, mergeSpf: true, dmarc: true }
const provider = (id: string) => MAIL_PROVIDERS.find((one) => one.id === id)!

test('the SPF policy is widened, other texts stay', () => {
  const proposals = proposeMail(provider('fastmail'), {}, 'example.com', sets, options)
  const apex = proposals.find((one) => one.name === '@' && one.type === 'TXT')
  expect(apex?.next.values.map((value) => value.content)).toEqual([
    'google-site-verification=abc',
    'v=spf1 mx include:spf.messagingengine.com -all',
  ])
  expect(apex?.next.ttl).toBe(300)
  expect(proposals.filter((one) => one.type === 'CNAME').map((one) => one.next.values[0]?.content)).toEqual([
    'fm1.example.com.dkim.fmhosted.com',
    'fm2.example.com.dkim.fmhosted.com',
    'fm3.example.com.dkim.fmhosted.com',
  ])
  expect(proposals.at(-1)?.name).toBe('_dmarc')
})

test('or replaced', () => {
  const proposals = proposeMail(provider('migadu'), { verify: 'hosted-email-verify=x' }, 'example.com', sets, {
    ...options,
    mergeSpf: false,
  })
  expect(proposals[1]?.next.values.map((value) => value.content)).toEqual([
    'google-site-verification=abc',
    'v=spf1 include:spf.migadu.com -all',
    'hosted-email-verify=x',
  ])
})

test('inputs make what depends on them', () => {
  const zoho = provider('zoho')
  const inputs = { region: 'zoho.eu (Europe)', selector: 'zmail', key: 'v=DKIM1; k=rsa; p=AAAA' }
  const proposals = proposeMail(zoho, inputs, 'example.com', new Map(), options)
  expect(proposals[0]?.next.values.map((value) => value.content)).toEqual(['mx.zoho.eu', 'mx2.zoho.eu', 'mx3.zoho.eu'])
  expect(proposals.find((one) => one.name === 'zmail._domainkey')?.next.values[0]?.content).toMatch(/p=AAAA/)
  const outlook = provider('microsoft')
  expect(outlook.inputs[0]?.initial?.('my-shop.co.uk')).toBe('my-shop-co-uk.mail.protection.outlook.com')
})

test('selectors are aliases of names of the provider', () => {
  const targets = (id: string) =>
    proposeMail(provider(id), {}, 'example.com', new Map(), options)
      .filter((one) => one.name.endsWith('._domainkey'))
      .map((one) => one.next.values[0]?.content)
  expect(targets('icloud')).toEqual(['sig1.dkim.example.com.at.icloudmailadmin.com'])
  expect(targets('hostinger')[0]).toBe('hostingermail-a.dkim.mail.hostinger.com')
  expect(targets('migadu')[2]).toBe('key3.example.com._domainkey.migadu.com')
  expect(targets('mailbox')).toHaveLength(4)
})

test('every provider proposes mail servers and a policy', () => {
  for (const one of MAIL_PROVIDERS) {
    const inputs = Object.fromEntries(one.inputs.map((input) => [input.id, input.initial?.('example.com') ?? '']))
    const proposals = proposeMail(one, inputs, 'example.com', new Map(), options)
    expect(proposals[0]?.next.values.every((value) => value.content.includes('.'))).toBe(true)
    expect(proposals[1]?.next.values[0]?.content).toMatch(/^v=spf1 /)
  }
})

test('a text is added once', () => {
  expect(withText(sets, '@', 'google-site-verification=abc', 60).values).toHaveLength(2)
})
