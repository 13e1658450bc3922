// The rules that are plain to see, told as one types. The server stays the judge.
import { absolute, keyOf, type SetMap } from './model'
import { isSpf, spfHints } from './spf'
import { specOf, type Fields } from './types'

export interface Surroundings {
  zone: string
  /** The zone as it would be, without the set that is edited. */
  sets: SetMap
  minTtl: number
  maxTtl?: number | null
}

export interface Judged {
  errors: Record<string, string>
  hints: string[]
}

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i

export function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
}

export function isIpv6(text: string): boolean {
  if (!text.includes(':') || /[^0-9a-f:.]/i.test(text)) return false
  try {
    return new URL(`http://[${text}]/`).hostname !== ''
  } catch {
    return false
  }
}

/** What is wrong with a host name; `undefined` where nothing is. */
export function hostFault(text: string): string | undefined {
  const host = text.trim()
  if (host === '@') return undefined
  if (isIpv4(host) || isIpv6(host)) return 'A host name belongs here, not an address'
  if (/^https?:/i.test(host) || host.includes('/')) return 'Only the host name, without https:// and path'
  if (/\s/.test(host)) return 'A host name has no spaces'
  const plain = host.replace(/\.$/, '')
  if (plain.length > 253) return 'A host name has at most 253 characters'
  const labels = plain.split('.')
  const bad = labels.find((label) => !LABEL.test(label) && !/\P{ASCII}/u.test(label))
  if (bad === '') return 'There is an empty label: two dots in a row'
  if (bad !== undefined) return `"${bad}" cannot be part of a host name`
  if (labels.length === 1 && !host.endsWith('.')) return `Write the full name, such as ${plain || 'www'}.example.com`
  return undefined
}

/** What is wrong with an owner name as it is typed. */
export function nameFault(name: string, zone: string): string | undefined {
  const text = name.trim().toLowerCase()
  if (text === '' || text === '@') return undefined
  if (/\s/.test(text)) return 'A name has no spaces'
  const isAbsolute = text.endsWith('.')
  const plain = text.replace(/\.$/, '')
  if (isAbsolute && plain !== zone && !plain.endsWith(`.${zone}`)) return `It is not in the zone ${zone}`
  if (!isAbsolute && (plain === zone || plain.endsWith(`.${zone}`)))
    return `Without ".${zone}": the zone's name is added`
  const labels = (isAbsolute ? plain.slice(0, -zone.length).replace(/\.$/, '') : plain).split('.').filter(Boolean)
  if (plain.includes('..')) return 'There is an empty label: two dots in a row'
  const bad = labels.find(
    (label, index) => !LABEL.test(label) && !(label === '*' && index === 0) && !/\P{ASCII}/u.test(label),
  )
  if (bad === '*') return 'A * can only be the first label'
  if (bad !== undefined)
    return bad.length > 63 ? 'A label has at most 63 characters' : `"${bad}" cannot be part of a name`
  if (absolute(plain, zone).length > 253) return 'The whole name has at most 253 characters'
  return undefined
}

/** The name as the API shows it. */
export function normalName(name: string, zone: string): string {
  const text = name.trim().toLowerCase()
  if (text === '' || text === '@') return '@'
  if (!text.endsWith('.')) return text
  const plain = text.slice(0, -1)
  return plain === zone ? '@' : plain.slice(0, -zone.length - 1)
}

/** The fields of one value. */
export function checkValue(type: string, name: string, fields: Fields, around: Surroundings): Judged {
  const errors: Record<string, string> = {}
  const hints: string[] = []
  for (const field of specOf(type).fields) {
    const text = (fields[field.id] ?? '').trim()
    if (text === '') {
      if (!field.optional && !field.mayBeEmpty) errors[field.id] = 'Needed'
      continue
    }
    const fault = fieldFault(field.kind, text, field.max ?? 65_535)
    if (fault) errors[field.id] = fault
  }
  if (Object.keys(errors).length === 0) hints.push(...valueHints(type, name, fields, around))
  return { errors, hints }
}

function fieldFault(kind: string, text: string, max: number): string | undefined {
  switch (kind) {
    case 'ipv4':
      return isIpv4(text)
        ? undefined
        : isIpv6(text)
          ? 'This is an IPv6 address: use an AAAA record'
          : 'Four numbers from 0 to 255, such as 192.0.2.10'
    case 'ipv6':
      return isIpv6(text)
        ? undefined
        : isIpv4(text)
          ? 'This is an IPv4 address: use an A record'
          : 'An IPv6 address, such as 2001:db8::10'
    case 'number':
      return /^\d+$/.test(text) && Number(text) <= max ? undefined : `A number from 0 to ${max}`
    case 'host':
      return text === '.' ? undefined : hostFault(text)
    case 'hex': {
      const plain = text.replace(/[\s:]/g, '')
      if (!/^[0-9a-f]+$/i.test(plain)) return 'Only hexadecimal digits: 0-9 and a-f'
      return plain.length % 2 === 1 ? 'A digit is missing: two make a byte' : undefined
    }
    default:
      return undefined
  }
}

const DIGEST_BYTES: Record<string, Record<string, number>> = {
  TLSA: { '1': 32, '2': 64 },
  SSHFP: { '1': 20, '2': 32 },
  DS: { '1': 20, '2': 32, '4': 48 },
}

function valueHints(type: string, name: string, fields: Fields, around: Surroundings): string[] {
  const hints: string[] = []
  const address = (fields.address ?? '').trim()
  if (type === 'A' && /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address))
    hints.push(`${address} is reachable only from inside its own network.`)
  if (type === 'AAAA' && /^(fe[89ab]|f[cd]|::1$)/i.test(address))
    hints.push(`${address} is reachable only from inside its own network.`)
  const target = (fields.host ?? '').trim().replace(/\.$/, '').toLowerCase()
  if (target) hints.push(...targetHints(type, name, target, around))
  if (type === 'TXT') hints.push(...textHints(name, fields.text ?? '', around))
  if (type === 'SRV' && !/^_[^.]+\._[^.]+/.test(name))
    hints.push('The name should begin with _service._protocol, such as _sip._tcp.')
  if (type === 'TLSA' && !/^_\d+\._(tcp|udp|sctp)/.test(name))
    hints.push('The name should begin with _port._protocol, such as _443._tcp.')
  if (type === 'NAPTR' && ((fields.regexp ?? '').trim() === '') === (target === ''))
    hints.push('Either the expression or the replacement is used: a replacement of "." says that it is the expression.')
  const bytes = DIGEST_BYTES[type]?.[fields.matching ?? fields.kind ?? '']
  const given = (fields.data ?? '').replace(/[\s:]/g, '').length / 2
  if (bytes && given !== bytes) hints.push(`This digest has ${bytes} bytes; ${given} are given.`)
  if (type === 'CAA' && fields.tag === 'iodef' && !/^(mailto:|https?:)/.test(fields.value ?? ''))
    hints.push('A report goes to a mailto: or https: address.')
  return hints
}

function targetHints(type: string, name: string, target: string, { zone, sets }: Surroundings): string[] {
  const inZone = target === zone || target === '@' || target.endsWith(`.${zone}`)
  if (!inZone) return []
  const label = target === zone || target === '@' ? '@' : target.slice(0, -zone.length - 1)
  if (label === name && (type === 'CNAME' || type === 'ALIAS')) return ['The name points to itself.']
  const has = (kind: string) => sets.has(keyOf(label, kind))
  const wildcard = sets.has(keyOf(['*', ...label.split('.').slice(1)].join('.'), 'A'))
  if (has('CNAME') && ['MX', 'NS', 'SRV'].includes(type))
    return [`${target} is a CNAME; ${type === 'SRV' ? 'an' : 'a'} ${type} record must point to a name with addresses.`]
  if (!wildcard && !['A', 'AAAA', 'CNAME', 'ALIAS'].some(has)) return [`${target} has no address in this zone yet.`]
  return []
}

function textHints(name: string, text: string, { sets }: Surroundings): string[] {
  const hints: string[] = []
  const others = sets.get(keyOf(name, 'TXT'))?.values ?? []
  if (/^".*"$/s.test(text.trim())) hints.push('Quotes are not needed; a text in quotes is read as a zone file would.')
  if (isSpf(text)) {
    hints.push(...spfHints(text))
    if (others.some((value) => isSpf(value.content)))
      hints.push('There is another SPF policy at this name; receivers accept only one.')
  } else if (/^v=?spf/i.test(text)) hints.push('An SPF policy begins with exactly v=spf1.')
  if (name === '_dmarc' || name.startsWith('_dmarc.')) {
    if (!/^v=DMARC1\s*;/.test(text)) hints.push('A DMARC policy begins with v=DMARC1; in these letters.')
    else if (!/;\s*p=(none|quarantine|reject)\s*(;|$)/.test(text))
      hints.push('A DMARC policy needs p=none, p=quarantine or p=reject.')
  } else if (/^v=DMARC1/i.test(text)) hints.push('A DMARC policy belongs to the name _dmarc.')
  if (name.includes('._domainkey') && !/(^|;)\s*p=/.test(text)) hints.push('A DKIM key has its public key in p=.')
  if (/\s$|^\s/.test(text)) hints.push('It begins or ends with a space, which is part of the text.')
  const bytes = new TextEncoder().encode(text).length
  if (bytes > 2048) hints.push(`${bytes} bytes: answers this long do not fit into one UDP packet.`)
  return hints
}

/** The set as a whole: its name, TTL and neighbours. */
export function checkSet(
  set: {
    name: string
    type: string
    ttl: number | undefined
    values: readonly { content: string; priority: number }[]
  },
  around: Surroundings,
): Judged {
  const { zone, sets, minTtl, maxTtl } = around
  const errors: Record<string, string> = {}
  const hints: string[] = []
  const name = normalName(set.name, zone)
  const fault = nameFault(set.name, zone)
  if (fault) errors.name = fault
  if (set.ttl === undefined) errors.ttl = 'A time, such as 300, 5m or 1 hour'
  else if (set.ttl < minTtl) errors.ttl = `At least ${minTtl} seconds at this account`
  else if (maxTtl != null && set.ttl > maxTtl) errors.ttl = `At most ${maxTtl} seconds at this account`
  if (set.type === 'CNAME' && name === '@') errors.type = 'The zone itself cannot be a CNAME; ALIAS does the same there'
  if (specOf(set.type).single && set.values.length > 1) errors.values = `A ${set.type} has one value`
  const seen = new Set<string>()
  for (const value of set.values) {
    const key = `${value.priority} ${set.type === 'TXT' ? value.content : value.content.toLowerCase()}`
    if (seen.has(key)) errors.values = `${value.content} is given twice`
    seen.add(key)
  }
  if (!fault) {
    const beside = [...sets.values()].filter((other) => other.name === name && other.type !== set.type)
    const types = beside.map((other) => other.type)
    if (set.type === 'CNAME' && beside.length > 0)
      errors.type = `A CNAME stands alone, but ${name} has ${types.join(', ')}`
    else if (set.type !== 'CNAME' && types.includes('CNAME'))
      errors.name = `${name} is a CNAME; nothing else may stand beside it`
  }
  if (set.ttl !== undefined && set.ttl > 604_800)
    hints.push('Caches may keep it longer than a week; a mistake lasts as long.')
  return { errors, hints }
}
