import type { Schemas } from '@/api/client'

export type NewRule = Schemas['NewFirewallRule']

/** The protocols, and the port that is usual with each; `any` where there are no ports. */
export const PROTOCOLS: readonly { value: string; port: string; fixed?: boolean }[] = [
  { value: 'SSH', port: '22' },
  { value: 'HTTP', port: '80' },
  { value: 'HTTPS', port: '443' },
  { value: 'MySQL', port: '3306' },
  { value: 'PostgreSQL', port: '5432' },
  { value: 'TCP', port: '' },
  { value: 'UDP', port: '' },
  { value: 'ICMP', port: 'any', fixed: true },
  { value: 'ICMPv6', port: 'any', fixed: true },
  { value: 'GRE', port: 'any', fixed: true },
  { value: 'ESP', port: 'any', fixed: true },
  { value: 'AH', port: 'any', fixed: true },
  { value: 'any', port: 'any', fixed: true },
]

export function portProblem(port: string): string | null {
  if (port === 'any') return null
  const found = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(port)
  if (!found) return 'A port such as 8080, or a range such as 1024:2048'
  const [from, to] = [Number(found[1]), Number(found[2] ?? found[1])]
  if (from < 1 || to > 65535) return 'Ports are 1 to 65535'
  return from > to ? 'The range ends before it begins' : null
}

const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const V4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}$`)

function isAddress(text: string): boolean {
  if (V4.test(text)) return true
  if (!text.includes(':')) return false
  try {
    new URL(`http://[${text}]/`)
    return true
  } catch {
    return false
  }
}

export function sourceProblem(source: string): string | null {
  const text = source.trim()
  const range = text.split('-')
  if (range.length === 2) return range.every((end) => isAddress(end.trim())) ? null : 'A range of two addresses'
  const [address = '', bits, ...rest] = text.split('/')
  const most = address.includes(':') ? 128 : 32
  const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
  return rest.length === 0 && isAddress(address) && isPrefix
    ? null
    : 'An address, a network such as 192.0.2.0/24, or a range'
}

/** A rule in words, such as `SSH (22) from 192.0.2.0/24`. */
export function ruleText(rule: NewRule): string {
  const ports = rule.port === 'any' || rule.port === '' ? '' : ` (${rule.port.replace(':', ' to ')})`
  const protocol = rule.protocol === 'any' ? 'Everything' : rule.protocol
  return `${protocol}${ports} from ${sourceText(rule)}`
}

export function sourceText(rule: Pick<NewRule, 'source' | 'source_detail'>): string {
  return rule.source === 'any' || rule.source_detail === 'any' ? 'anywhere' : rule.source_detail
}

/** Whether anybody could still sign in by SSH through these rules. */
export function letsSshIn(rules: readonly NewRule[]): boolean {
  return rules.some((rule) => {
    const protocol = rule.protocol.toLowerCase()
    if (protocol === 'ssh' || protocol === 'any') return true
    if (protocol !== 'tcp') return false
    if (rule.port === 'any') return true
    const [from, to] = rule.port.split(':').map(Number)
    return from !== undefined && from <= 22 && 22 <= (to ?? from)
  })
}
