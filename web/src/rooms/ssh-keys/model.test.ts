import { expect, test } from 'vitest'
import { fingerprintOf, groupKeys, readPublicKey } from './model'

const DEPLOY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBcB0UnUu58KJSwWds2JAEZvIuEMja6Aa0IdGMYCfWWk deploy@nordlund-studio.se'

test('the fingerprint is what ssh-keygen prints', async () => {
  const key = readPublicKey(DEPLOY)
  if (typeof key === 'string') throw new Error(key)
  expect(key.comment).toBe('deploy@nordlund-studio.se')
  expect(await fingerprintOf(key.blob)).toBe('SHA256:lHL96k0xe+WPZ/fjf7yJ+Wtlr4d1pQ9xRoUq+xGi1RI')
})

test.each([
  ['', /Paste/],
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb...', /private key/],
  ['hello', /looks like/],
  [DEPLOY.slice(0, 40), /cut off/],
  [DEPLOY.replace('ssh-ed25519', 'ssh-rsa'), /not of the type/],
  [`${DEPLOY}\n${DEPLOY}`, /One key/],
])('%j is refused in words', (text, words) => {
  expect(readPublicKey(text)).toMatch(words)
})

test('one key in two accounts is one row', () => {
  const key = (id: string, name: string, fingerprint: string) => ({ id, name, fingerprint, public_key: DEPLOY })
  const rows = groupKeys([
    { account: 'a', keys: [key('1', 'deploy', 'SHA256:x')] },
    { account: 'b', keys: [key('7', 'deploy-key', 'SHA256:x'), key('8', 'other', 'SHA256:y')] },
  ])
  expect(rows.map((row) => [row.name, row.copies.map((copy) => `${copy.account}/${copy.id}`)])).toEqual([
    ['deploy', ['a/1', 'b/7']],
    ['other', ['b/8']],
  ])
})
