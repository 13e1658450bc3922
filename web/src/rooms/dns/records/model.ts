// Record sets as this room handles them: the records of one name and type, with their one TTL.
import type { Schemas } from '@/api/client'

export interface Value {
  content: string
  priority: number
  /** Kept by the provider without being served. */
  disabled?: boolean
}

export interface SetData {
  ttl: number
  values: readonly Value[]
}

export interface RecordSet extends SetData {
  /** Relative to the zone, `@` for its apex. */
  name: string
  type: string
}

export type SetMap = ReadonlyMap<string, RecordSet>

export function keyOf(name: string, type: string): string {
  return `${name} ${type}`
}

/** The sets of a list of records, in its order. */
export function setsOf(records: readonly Schemas['RecordBody'][]): SetMap {
  const sets = new Map<string, RecordSet & { values: Value[] }>()
  for (const record of records) {
    const key = keyOf(record.name, record.type)
    const value: Value = { content: record.content, priority: record.priority }
    if (record.disabled) value.disabled = true
    const set = sets.get(key)
    if (set) set.values.push(value)
    else sets.set(key, { name: record.name, type: record.type, ttl: record.ttl, values: [value] })
  }
  return sets
}

function valueKey(value: Value): string {
  return `${value.disabled ? '!' : ''}${value.priority} ${value.content}`
}

export function sameValue(a: Value, b: Value): boolean {
  return valueKey(a) === valueKey(b)
}

/** Whether two states of a set are one; the order of values means nothing in DNS. */
export function sameData(a: SetData | null | undefined, b: SetData | null | undefined): boolean {
  if (!a || !b) return !a && !b
  if (a === b) return true
  if (a.ttl !== b.ttl || a.values.length !== b.values.length) return false
  const keys = new Set(a.values.map(valueKey))
  return b.values.every((value) => keys.has(valueKey(value)))
}

/** Types whose first number stands apart. */
export function hasPriority(type: string): boolean {
  return type === 'MX' || type === 'SRV'
}

/** A value as one line. */
export function lineOf(type: string, value: Value): string {
  return hasPriority(type) ? `${value.priority} ${value.content}` : value.content
}

/** What a plan takes for a set that becomes exactly this, with what is not served. */
export function recordsOf(set: RecordSet): Schemas['RecordRequest'][] {
  return set.values.map((value) => ({ ...requestOf(set, value), disabled: value.disabled === true }))
}

/** What a plan takes for a set elsewhere: only what is served. */
export function servedOf(set: RecordSet): Schemas['RecordRequest'][] {
  return set.values.filter((value) => !value.disabled).map((value) => requestOf(set, value))
}

function requestOf(set: RecordSet, value: Value): Schemas['RecordRequest'] {
  return {
    name: set.name,
    type: set.type,
    content: value.content,
    ttl: set.ttl,
    ...(hasPriority(set.type) ? { priority: value.priority } : {}),
  }
}

/** `next` with the disabled values of `now` that it does not speak of. */
export function keepDisabled(now: SetData | undefined, next: SetData): SetData {
  const told = new Set(next.values.map((value) => `${value.priority} ${value.content}`))
  const kept = (now?.values ?? []).filter((value) => value.disabled && !told.has(`${value.priority} ${value.content}`))
  return kept.length > 0 ? { ...next, values: [...next.values, ...kept] } : next
}

/** `www` in `example.com` is `www.example.com`. */
export function absolute(name: string, zone: string): string {
  return name === '@' ? zone : `${name}.${zone}`
}

/** `www.example.com` in `example.com` is `www`. */
export function relative(name: string, zone: string): string {
  const plain = name.replace(/\.$/, '').toLowerCase()
  if (plain === zone) return '@'
  return plain.endsWith(`.${zone}`) ? plain.slice(0, -zone.length - 1) : plain
}

/** Provider-kept sets that nobody edits by hand. */
export function whyFixed(type: string): string | undefined {
  return type === 'SOA' ? 'The start of authority is kept by the provider, which counts its serial.' : undefined
}

/** Reads a set of a plan (zone file form) into the form of the record list. */
export function fromDocument(set: Schemas['SetBody'], zone: string): RecordSet {
  const values = set.values.map((text) => valueFromZoneFile(set.type, text))
  const disabled = (set.disabled ?? []).map((text) => ({ ...valueFromZoneFile(set.type, text), disabled: true }))
  return { name: relative(set.name, zone), type: set.type, ttl: set.ttl, values: [...values, ...disabled] }
}

const withoutDot = (host: string) => (host.length > 1 && host.endsWith('.') ? host.slice(0, -1) : host)

export function valueFromZoneFile(type: string, text: string): Value {
  switch (type) {
    case 'CNAME':
    case 'ALIAS':
    case 'NS':
    case 'PTR':
      return { content: withoutDot(text), priority: 0 }
    case 'MX':
    case 'SRV': {
      const [first = '0', ...rest] = text.split(/\s+/)
      return { content: withoutDot(rest.join(' ')), priority: Number(first) }
    }
    case 'TXT':
      return { content: unquote(text), priority: 0 }
    default:
      return { content: text, priority: 0 }
  }
}

/** The text of a quoted TXT; left quoted where the plain form could not say it. */
export function unquote(text: string): string {
  const pieces = text.match(/"(?:[^"\\]|\\.)*"/g)
  if (!pieces || pieces.join('').length !== text.replace(/"\s+"/g, '""').length) return text
  if (/\\\d{3}/.test(text)) return text
  const plain = pieces.map((piece) => piece.slice(1, -1).replace(/\\(.)/g, '$1')).join('')
  return plain.startsWith('"') || plain === '' ? text : plain
}
