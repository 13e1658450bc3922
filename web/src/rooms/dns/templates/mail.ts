// Mail at usual providers, from what they publish for domains of one's own.
import { keyOf, type SetData, type SetMap, type Value } from '../records/model'
import { isSpf, mergeSpf } from '../records/spf'

/** A set as a template wants it. */
export interface Proposal {
  name: string
  type: string
  next: SetData
  /** What it is for. */
  why: string
}

export interface MailInput {
  id: string
  label: string
  placeholder?: string
  help?: string
  /** Given by the provider and not needed for mail to arrive. */
  optional?: boolean
  options?: readonly string[]
  initial?: (zone: string) => string
}

type Inputs = Readonly<Record<string, string>>

export interface MailProvider {
  id: string
  label: string
  inputs: readonly MailInput[]
  mx: (inputs: Inputs, zone: string) => readonly [number, string][]
  spf: (inputs: Inputs) => string
  cnames?: (inputs: Inputs, zone: string) => readonly (readonly [string, string])[]
  txts?: (inputs: Inputs) => readonly (readonly [string, string])[]
  note?: string
}

const verification = (placeholder: string): MailInput => ({
  id: 'verify',
  label: 'Verification text',
  placeholder,
  help: 'As the provider shows it for this domain. May be left out and added later.',
  optional: true,
})

const dkimKey = (selector: string): MailInput[] => [
  { id: 'selector', label: 'DKIM selector', initial: () => selector, optional: true },
  {
    id: 'key',
    label: 'DKIM record',
    placeholder: 'v=DKIM1; k=rsa; p=...',
    help: 'Made in the provider’s console. May be left out and added later.',
    optional: true,
  },
]

const dkimTxt = (inputs: Inputs): readonly (readonly [string, string])[] =>
  inputs.selector && inputs.key ? [[`${inputs.selector}._domainkey`, inputs.key]] : []

/** Selectors that the provider has published itself, as aliases of its own names. */
const selectors = (names: readonly string[], target: (name: string) => string): [string, string][] =>
  names.map((name) => [`${name}._domainkey`, target(name)])

const ZOHO: Record<string, string> = { 'zoho.com (US)': 'com', 'zoho.eu (Europe)': 'eu', 'zoho.in (India)': 'in' }
const zohoEnd = (inputs: Inputs) => ZOHO[inputs.region ?? ''] ?? 'com'

export const MAIL_PROVIDERS: readonly MailProvider[] = [
  {
    id: 'google',
    label: 'Google Workspace',
    inputs: [verification('google-site-verification=...'), ...dkimKey('google')],
    mx: () => [[1, 'smtp.google.com']],
    spf: () => 'v=spf1 include:_spf.google.com ~all',
    txts: dkimTxt,
  },
  {
    id: 'microsoft',
    label: 'Microsoft 365',
    inputs: [
      {
        id: 'mx',
        label: 'Mail server',
        initial: (zone) => `${zone.replaceAll('.', '-')}.mail.protection.outlook.com`,
        help: 'The admin center shows it for this domain; usually it is this one.',
      },
      verification('MS=ms12345678'),
      {
        id: 'dkim1',
        label: 'Target of selector1._domainkey',
        placeholder: 'selector1-example-com._domainkey.contoso.onmicrosoft.com',
        help: 'From the Defender portal, once DKIM is switched on there.',
        optional: true,
      },
      { id: 'dkim2', label: 'Target of selector2._domainkey', optional: true },
    ],
    mx: (inputs) => [[0, inputs.mx ?? '']],
    spf: () => 'v=spf1 include:spf.protection.outlook.com -all',
    cnames: (inputs) => [
      ['autodiscover', 'autodiscover.outlook.com'],
      ...(inputs.dkim1 ? ([['selector1._domainkey', inputs.dkim1]] as const) : []),
      ...(inputs.dkim2 ? ([['selector2._domainkey', inputs.dkim2]] as const) : []),
    ],
  },
  {
    id: 'fastmail',
    label: 'Fastmail',
    inputs: [],
    mx: () => [
      [10, 'in1-smtp.messagingengine.com'],
      [20, 'in2-smtp.messagingengine.com'],
    ],
    spf: () => 'v=spf1 include:spf.messagingengine.com ?all',
    cnames: (_, zone) => selectors(['fm1', 'fm2', 'fm3'], (name) => `${name}.${zone}.dkim.fmhosted.com`),
  },
  {
    id: 'proton',
    label: 'Proton Mail',
    inputs: [
      verification('protonmail-verification=...'),
      ...['protonmail', 'protonmail2', 'protonmail3'].map((selector) => ({
        id: selector,
        label: `Target of ${selector}._domainkey`,
        placeholder: `${selector}.domainkey.d....domains.proton.ch`,
        optional: true,
      })),
    ],
    mx: () => [
      [10, 'mail.protonmail.ch'],
      [20, 'mailsec.protonmail.ch'],
    ],
    spf: () => 'v=spf1 include:_spf.protonmail.ch ~all',
    cnames: (inputs) =>
      ['protonmail', 'protonmail2', 'protonmail3'].flatMap((selector) =>
        inputs[selector] ? ([[`${selector}._domainkey`, inputs[selector]]] as const) : [],
      ),
  },
  {
    id: 'icloud',
    label: 'iCloud Mail',
    inputs: [verification('apple-domain=...')],
    mx: () => [
      [10, 'mx01.mail.icloud.com'],
      [10, 'mx02.mail.icloud.com'],
    ],
    spf: () => 'v=spf1 include:icloud.com ~all',
    cnames: (_, zone) => selectors(['sig1'], (name) => `${name}.dkim.${zone}.at.icloudmailadmin.com`),
  },
  {
    id: 'hostinger',
    label: 'Hostinger Email',
    inputs: [],
    mx: () => [
      [5, 'mx1.hostinger.com'],
      [10, 'mx2.hostinger.com'],
    ],
    spf: () => 'v=spf1 include:_spf.mail.hostinger.com ~all',
    cnames: () => [
      ...selectors(
        ['hostingermail-a', 'hostingermail-b', 'hostingermail-c'],
        (name) => `${name}.dkim.mail.hostinger.com`,
      ),
      ['autodiscover', 'autodiscover.mail.hostinger.com'],
      ['autoconfig', 'autoconfig.mail.hostinger.com'],
    ],
  },
  {
    id: 'zoho',
    label: 'Zoho Mail',
    inputs: [
      { id: 'region', label: 'Where the account is', options: Object.keys(ZOHO), initial: () => 'zoho.com (US)' },
      verification('zoho-verification=....zmverify.zoho.com'),
      ...dkimKey('zmail'),
    ],
    mx: (inputs) => [
      [10, `mx.zoho.${zohoEnd(inputs)}`],
      [20, `mx2.zoho.${zohoEnd(inputs)}`],
      [50, `mx3.zoho.${zohoEnd(inputs)}`],
    ],
    spf: (inputs) => `v=spf1 include:zohomail.${zohoEnd(inputs)} ~all`,
    txts: dkimTxt,
  },
  {
    id: 'migadu',
    label: 'Migadu',
    inputs: [verification('hosted-email-verify=...')],
    mx: () => [
      [10, 'aspmx1.migadu.com'],
      [20, 'aspmx2.migadu.com'],
    ],
    spf: () => 'v=spf1 include:spf.migadu.com -all',
    cnames: (_, zone) => [
      ...selectors(['key1', 'key2', 'key3'], (name) => `${name}.${zone}._domainkey.migadu.com`),
      ['autoconfig', 'autoconfig.migadu.com'],
    ],
  },
  {
    id: 'mailbox',
    label: 'mailbox.org',
    inputs: [
      { id: 'keyname', label: 'Name of the security key', placeholder: '40 hexadecimal digits', optional: true },
      {
        id: 'keytext',
        label: 'Value of the security key',
        help: 'Both are in the mailbox.org settings under custom domains.',
        optional: true,
      },
    ],
    mx: () => [
      [10, 'mxext1.mailbox.org'],
      [10, 'mxext2.mailbox.org'],
      [20, 'mxext3.mailbox.org'],
    ],
    spf: () => 'v=spf1 include:mailbox.org ~all',
    cnames: () => selectors(['mbo0001', 'mbo0002', 'mbo0003', 'mbo0004'], (name) => `${name}._domainkey.mailbox.org`),
    txts: (inputs) => (inputs.keyname && inputs.keytext ? [[inputs.keyname, inputs.keytext]] : []),
  },
]

/** The TXT set of a name with one text more, or with one that takes another's place. */
export function withText(
  sets: SetMap,
  name: string,
  text: string,
  ttl: number,
  replaces: (old: string) => boolean = () => false,
): SetData {
  const old = sets.get(keyOf(name, 'TXT'))
  const kept = (old?.values ?? []).filter((value) => value.content !== text && !replaces(value.content))
  return { ttl: old?.ttl ?? ttl, values: [...kept, { content: text, priority: 0 }] }
}

/** The SPF policy of the zone itself, where it has one. */
export function spfOf(sets: SetMap, name = '@'): string | undefined {
  return sets.get(keyOf(name, 'TXT'))?.values.find((value) => isSpf(value.content))?.content
}

/** What the zone needs for mail at a provider. */
export function proposeMail(
  provider: MailProvider,
  inputs: Inputs,
  zone: string,
  sets: SetMap,
  options: { ttl: number; mergeSpf: boolean; dmarc: boolean },
): Proposal[] {
  const { ttl } = options
  const one = (content: string): SetData => ({ ttl, values: [{ content, priority: 0 }] })
  const mx = provider.mx(inputs, zone).map(([priority, content]): Value => ({ content, priority }))
  const own = spfOf(sets)
  const wanted = provider.spf(inputs)
  const spf = own && options.mergeSpf ? mergeSpf(own, wanted) : wanted
  let apex = withText(sets, '@', spf, ttl, isSpf)
  if (inputs.verify)
    apex = {
      ...apex,
      values: [...apex.values.filter((v) => v.content !== inputs.verify), { content: inputs.verify, priority: 0 }],
    }
  const proposals: Proposal[] = [
    { name: '@', type: 'MX', next: { ttl, values: mx }, why: 'Mail goes to the provider; other mail servers go' },
    { name: '@', type: 'TXT', next: apex, why: inputs.verify ? 'Who may send, and the verification' : 'Who may send' },
  ]
  for (const [name, target] of provider.cnames?.(inputs, zone) ?? [])
    proposals.push({
      name,
      type: 'CNAME',
      next: one(target),
      why: name.includes('_domainkey') ? 'Signatures' : 'Setup of mail programs',
    })
  for (const [name, text] of provider.txts?.(inputs) ?? [])
    proposals.push({
      name,
      type: 'TXT',
      next: withText(sets, name, text, ttl),
      why: name.includes('_domainkey') ? 'Signatures' : 'Verification',
    })
  if (options.dmarc && !sets.has(keyOf('_dmarc', 'TXT')))
    proposals.push({
      name: '_dmarc',
      type: 'TXT',
      next: one('v=DMARC1; p=none'),
      why: 'Watches who sends in this name',
    })
  return proposals
}
