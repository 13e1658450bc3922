// What the fields of each record type are, and how they make its content and back.
import type { Value } from './model'

export type FieldKind = 'text' | 'host' | 'number' | 'select' | 'area' | 'hex' | 'ipv4' | 'ipv6'

export interface FieldSpec {
  id: string
  label: string
  kind: FieldKind
  placeholder?: string
  /** Largest number; 65535 where absent. */
  max?: number
  options?: readonly { value: string; label: string }[]
  initial?: string
  /** Stands in quotes in the content. */
  quoted?: boolean
  /** May be left out at the end. */
  optional?: boolean
  /** Stands in the content as an empty text where nothing is given. */
  mayBeEmpty?: boolean
  /** Share of the row. */
  span?: number
}

export interface TypeSpec {
  type: string
  /** What such a record is for, in one sentence. */
  about: string
  /** One value a name. */
  single?: boolean
  fields: readonly FieldSpec[]
}

export type Fields = Readonly<Record<string, string>>

const host = (label: string, placeholder: string): FieldSpec => ({ id: 'host', label, kind: 'host', placeholder })
const number = (id: string, label: string, initial: string, max?: number): FieldSpec => ({
  id,
  label,
  kind: 'number',
  initial,
  span: 1,
  ...(max === undefined ? {} : { max }),
})
const choice = (id: string, label: string, initial: string, options: [string, string][]): FieldSpec => ({
  id,
  label,
  kind: 'select',
  initial,
  span: 2,
  options: options.map(([value, text]) => ({ value, label: `${value} - ${text}` })),
})

const SPECS: readonly TypeSpec[] = [
  {
    type: 'A',
    about: 'The IPv4 address of the name.',
    fields: [{ id: 'address', label: 'IPv4 address', kind: 'ipv4', placeholder: '192.0.2.10' }],
  },
  {
    type: 'AAAA',
    about: 'The IPv6 address of the name.',
    fields: [{ id: 'address', label: 'IPv6 address', kind: 'ipv6', placeholder: '2001:db8::10' }],
  },
  {
    type: 'CNAME',
    about: 'The name is another name for the target, in every respect. Nothing else may stand beside it.',
    single: true,
    fields: [host('Target', 'www.example.net')],
  },
  {
    type: 'ALIAS',
    about: 'The name has the addresses of the target; the provider looks them up. May stand at the zone itself.',
    single: true,
    fields: [host('Target', 'lb.example.net')],
  },
  {
    type: 'MX',
    about: 'Where mail for the name is delivered. The lowest priority is tried first.',
    fields: [
      { id: 'priority', label: 'Priority', kind: 'number', initial: '10', span: 1 },
      { ...host('Mail server', 'mail.example.com'), span: 4 },
    ],
  },
  {
    type: 'TXT',
    about: 'Any text, such as SPF, DKIM, DMARC or a proof of ownership. Without quotes; long texts are split for you.',
    fields: [{ id: 'text', label: 'Text', kind: 'area', placeholder: 'v=spf1 mx -all' }],
  },
  {
    type: 'NS',
    about: 'Name servers of the name. Below the zone itself they hand the name over to others.',
    fields: [host('Name server', 'ns1.example.net')],
  },
  {
    type: 'SRV',
    about: 'Where a service is. The name begins with _service._protocol, such as _sip._tcp.',
    fields: [
      number('priority', 'Priority', '10'),
      number('weight', 'Weight', '5'),
      { id: 'port', label: 'Port', kind: 'number', span: 1, placeholder: '5060' },
      { ...host('Target', 'sip.example.com'), span: 3 },
    ],
  },
  {
    type: 'CAA',
    about: 'Which certificate authorities may issue for the name and everything below it.',
    fields: [
      {
        id: 'flags',
        label: 'If not understood',
        kind: 'select',
        initial: '0',
        span: 2,
        options: [
          { value: '0', label: '0 - ignore it' },
          { value: '128', label: '128 - refuse' },
        ],
      },
      {
        id: 'tag',
        label: 'What',
        kind: 'select',
        initial: 'issue',
        span: 3,
        options: [
          { value: 'issue', label: 'issue - certificates' },
          { value: 'issuewild', label: 'issuewild - wildcards' },
          { value: 'iodef', label: 'iodef - report to' },
          { value: 'issuemail', label: 'issuemail - S/MIME' },
        ],
      },
      { id: 'value', label: 'Value', kind: 'text', quoted: true, placeholder: 'letsencrypt.org', span: 3 },
    ],
  },
  {
    type: 'PTR',
    about: 'The host name of an address, in a reverse zone.',
    fields: [host('Host name', 'host.example.com')],
  },
  {
    type: 'TLSA',
    about: 'Which certificate a server has (DANE). The name is _port._protocol of the host, such as _443._tcp.',
    fields: [
      choice('usage', 'Usage', '3', [
        ['0', 'authority, checked'],
        ['1', 'certificate, checked'],
        ['2', 'own authority'],
        ['3', 'own certificate'],
      ]),
      choice('selector', 'Of', '1', [
        ['0', 'whole certificate'],
        ['1', 'public key'],
      ]),
      choice('matching', 'Digest', '1', [
        ['0', 'none'],
        ['1', 'SHA-256'],
        ['2', 'SHA-512'],
      ]),
      { id: 'data', label: 'Data (hex)', kind: 'hex', span: 6 },
    ],
  },
  {
    type: 'SSHFP',
    about: 'Fingerprints of the SSH keys of a host, as ssh-keyscan -D prints them.',
    fields: [
      choice('algorithm', 'Key', '4', [
        ['1', 'RSA'],
        ['2', 'DSA'],
        ['3', 'ECDSA'],
        ['4', 'Ed25519'],
        ['6', 'Ed448'],
      ]),
      choice('kind', 'Digest', '2', [
        ['1', 'SHA-1'],
        ['2', 'SHA-256'],
      ]),
      { id: 'data', label: 'Fingerprint (hex)', kind: 'hex', span: 6 },
    ],
  },
  {
    type: 'HTTPS',
    about: 'How browsers reach the site: protocols, ports, addresses. Priority 0 makes it an alias of the target.',
    fields: [
      number('order', 'Priority', '1'),
      { id: 'host', label: 'Target', kind: 'host', initial: '.', span: 2, placeholder: '. for the name itself' },
      {
        id: 'params',
        label: 'Parameters',
        kind: 'text',
        optional: true,
        initial: 'alpn=h2,h3',
        placeholder: 'alpn=h2,h3 ipv4hint=192.0.2.1',
        span: 3,
      },
    ],
  },
  {
    type: 'SVCB',
    about: 'How a service is reached (RFC 9460). Priority 0 makes it an alias of the target.',
    fields: [
      number('order', 'Priority', '1'),
      { id: 'host', label: 'Target', kind: 'host', initial: '.', span: 2, placeholder: '. for the name itself' },
      { id: 'params', label: 'Parameters', kind: 'text', optional: true, placeholder: 'alpn=dot port=853', span: 3 },
    ],
  },
  {
    type: 'NAPTR',
    about: 'Rules that turn a name into a service or another name, such as for SIP and ENUM (RFC 3403).',
    fields: [
      number('order', 'Order', '100'),
      number('preference', 'Preference', '10'),
      { id: 'flags', label: 'Flags', kind: 'text', quoted: true, initial: 'U', span: 1, placeholder: 'U' },
      { id: 'service', label: 'Service', kind: 'text', quoted: true, span: 2, placeholder: 'E2U+sip' },
      {
        id: 'regexp',
        label: 'Expression',
        kind: 'text',
        quoted: true,
        mayBeEmpty: true,
        span: 4,
        placeholder: '!^.*$!sip:info@example.com!',
      },
      { id: 'host', label: 'Replacement', kind: 'host', initial: '.', span: 2, placeholder: '. for none' },
    ],
  },
  {
    type: 'DS',
    about: 'The key of a signed zone below this one, from the one who runs it.',
    fields: [
      number('tag', 'Key tag', ''),
      choice('algorithm', 'Algorithm', '13', [
        ['8', 'RSA/SHA-256'],
        ['10', 'RSA/SHA-512'],
        ['13', 'ECDSA P-256'],
        ['14', 'ECDSA P-384'],
        ['15', 'Ed25519'],
        ['16', 'Ed448'],
      ]),
      choice('kind', 'Digest', '2', [
        ['1', 'SHA-1'],
        ['2', 'SHA-256'],
        ['4', 'SHA-384'],
      ]),
      { id: 'data', label: 'Digest (hex)', kind: 'hex', span: 6 },
    ],
  },
]

const OTHER = (type: string): TypeSpec => ({
  type,
  about: 'In zone file form, with absolute names.',
  fields: [{ id: 'text', label: 'Data', kind: 'area' }],
})

/** The types that have a form of their own. */
export const TYPES: readonly string[] = SPECS.map((spec) => spec.type)

const BY_TYPE = new Map(SPECS.map((spec) => [spec.type, spec]))

export function specOf(type: string): TypeSpec {
  return BY_TYPE.get(type) ?? OTHER(type)
}

export function emptyFields(type: string): Fields {
  return Object.fromEntries(specOf(type).fields.map((field) => [field.id, field.initial ?? '']))
}

/** The fields of a value. */
export function split(type: string, value: Value): Fields {
  const { fields } = specOf(type)
  const found: Record<string, string> = {}
  let rest = value.content
  fields.forEach((field, index) => {
    if (field.id === 'priority') {
      found.priority = String(value.priority)
      return
    }
    if (index === fields.length - 1) {
      const last = field.kind === 'area' ? rest : rest.trim()
      found[field.id] = field.quoted ? unescaped(last.replace(/^"(.*)"$/, '$1')) : last
      return
    }
    const word = field.quoted ? /^"((?:[^"\\]|\\.)*)"\s*(.*)$/s : /^(\S*)\s*(.*)$/s
    const [, text = '', after = ''] = word.exec(rest.trimStart()) ?? []
    found[field.id] = field.quoted ? unescaped(text) : text
    rest = after
  })
  return found
}

const unescaped = (text: string) => text.replace(/\\(["\\])/g, '$1')

/** The value that fields make. */
export function join(type: string, given: Fields): Value {
  const { fields } = specOf(type)
  const parts: string[] = []
  let priority = 0
  for (const field of fields) {
    const raw = given[field.id] ?? ''
    if (field.id === 'priority') {
      priority = Number(raw) || 0
      continue
    }
    if (field.kind === 'area') parts.push(raw)
    else if (field.quoted) parts.push(`"${raw.trim().replace(/(["\\])/g, '\\$1')}"`)
    else if (field.kind === 'hex') parts.push(raw.replace(/[\s:]/g, '').toUpperCase())
    else if (raw.trim() !== '' || !field.optional) parts.push(normalHost(field, raw.trim(), type))
  }
  return { content: parts.join(' '), priority }
}

/** Content of host types has no trailing dot; zone file forms keep it. */
function normalHost(field: FieldSpec, text: string, type: string): string {
  if (field.kind !== 'host' || text === '.' || text === '@') return text
  const plain = text.replace(/\.$/, '')
  if (type === 'HTTPS' || type === 'SVCB' || type === 'NAPTR') return `${plain}.`
  // `com.` with its dot says that one label is meant; without it, the server asks.
  return plain.includes('.') ? plain : text
}
