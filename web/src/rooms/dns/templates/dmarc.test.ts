import { expect, test } from 'vitest'
import { buildDmarc, readDmarc, tidyDkim } from './dmarc'

test('a policy from choices and back', () => {
  const choices = { policy: 'quarantine', reports: 'dmarc@example.com', percent: 50, strict: true } as const
  const text = buildDmarc(choices)
  expect(text).toBe('v=DMARC1; p=quarantine; pct=50; rua=mailto:dmarc@example.com; adkim=s; aspf=s')
  expect(readDmarc(text)).toEqual(choices)
  expect(buildDmarc({ policy: 'none', reports: '', percent: 50, strict: false })).toBe('v=DMARC1; p=none')
  expect(readDmarc(undefined).policy).toBe('none')
})

test('keys in the forms they are found in', () => {
  const key = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsomethinglongenoughtobersa'
  expect(tidyDkim(`-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----\n`)).toBe(`v=DKIM1; k=rsa; p=${key}`)
  expect(tidyDkim(`mail._domainkey IN TXT ( "v=DKIM1; k=rsa; "\n "p=${key}" )`)).toBe(`v=DKIM1; k=rsa; p=${key}`)
  expect(tidyDkim('v=DKIM1; k=rsa; p=AAAA')).toBe('v=DKIM1; k=rsa; p=AAAA')
  expect(tidyDkim('11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=')).toMatch(/k=ed25519/)
})
