import type { Schemas } from '@/api/client'
import type { Tone } from '@/parts/StatusBadge'

export const STATUS: Record<Schemas['ServerStatus'], { label: string; tone: Tone }> = {
  running: { label: 'Running', tone: 'good' },
  stopped: { label: 'Stopped', tone: 'neutral' },
  creating: { label: 'Creating', tone: 'busy' },
  suspended: { label: 'Suspended', tone: 'warn' },
  error: { label: 'Error', tone: 'bad' },
}

/** `2 vCPU, 4 GB, 80 GB`: processors, memory, disk. */
export function sizeOf(server: Pick<Schemas['Server'], 'cpus' | 'memory_mb' | 'disk_gb'>): string {
  const memory = server.memory_mb >= 1024 ? `${trim(server.memory_mb / 1024)} GB` : `${server.memory_mb} MB`
  return `${server.cpus} vCPU, ${memory}, ${server.disk_gb} GB`
}

function trim(number: number): string {
  return number.toLocaleString('en', { maximumFractionDigits: 1 })
}

/** The term in the slug of a plan: `kvm-2` is per month, `kvm-2-1y` per year. */
export function termOf(plan: string): string {
  const found = /-(\d+)([my])$/.exec(plan)
  if (!found) return 'month'
  const count = Number(found[1])
  const unit = found[2] === 'y' ? 'year' : 'month'
  return count === 1 ? unit : `${count} ${unit}s`
}

/** The catalog's `monthly`, `yearly`, `2y` as months. */
export function monthsOf(period: string): number {
  if (period === 'monthly') return 1
  if (period === 'yearly') return 12
  const found = /^(\d+)([my])$/.exec(period)
  if (!found) return 1
  return Number(found[1]) * (found[2] === 'y' ? 12 : 1)
}

export function periodLabel(months: number): string {
  if (months === 1) return '1 month'
  if (months === 12) return '1 year'
  return months % 12 === 0 ? `${months / 12} years` : `${months} months`
}

/** Minor units of an amount that the API gives in major ones. */
export function minorOf(major: number, currency: string): number {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return Math.round(major * 10 ** digits)
}

const ACTIONS: Record<string, string> = {
  ct_create: 'Creation',
  ct_recreate: 'Installation anew',
  ct_start: 'Start',
  ct_stop: 'Stop',
  ct_restart: 'Restart',
  ct_set_hostname: 'Change of the host name',
  ct_set_rootpasswd: 'Change of the root password',
  ct_snapshot_create: 'Snapshot',
  ct_snapshot_delete: 'Deletion of the snapshot',
  ct_snapshot_restore: 'Restore of the snapshot',
  ct_backup_restore: 'Restore of a backup',
  ct_restore: 'Restore of a backup',
  ipam_set_reverse: 'Change of the reverse name',
  firewall_activate: 'Change of the firewall',
  firewall_deactivate: 'Removal of the firewall',
  firewall_sync: 'Sync of the firewall',
}

/** The provider's word for an action, in ours where we know it. */
export function actionLabel(name: string): string {
  const known = ACTIONS[name]
  if (known) return known
  const words = name.replace(/^(ct|vps)_/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${(Math.sign(bytes) * value).toLocaleString('en', { maximumFractionDigits: digits })} ${UNITS[unit]}`
}

/** `26 minutes`, `1 hour 5 minutes`. */
export function formatDuration(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const say = (count: number, unit: string) => (count > 0 ? [`${count} ${unit}${count === 1 ? '' : 's'}`] : [])
  const parts = [...say(days, 'day'), ...say(hours, 'hour'), ...(days > 0 ? [] : say(rest, 'minute'))]
  return parts.join(' ')
}

export const PASSWORD_RULES: readonly { text: string; holds: (password: string) => boolean }[] = [
  { text: '12 characters', holds: (password) => [...password].length >= 12 },
  { text: 'an upper-case letter', holds: (password) => /\p{Lu}/u.test(password) },
  { text: 'a lower-case letter', holds: (password) => /\p{Ll}/u.test(password) },
  { text: 'a digit or special character', holds: (password) => /[^\p{L}]/u.test(password) },
]

/** What a root password lacks; `null` where it is fine, or left to the provider. */
export function passwordProblem(password: string): string | null {
  if (password === '') return null
  const missing = PASSWORD_RULES.filter((rule) => !rule.holds(password)).map((rule) => rule.text)
  return missing.length === 0 ? null : `It needs ${missing.join(', ')}`
}

// Without letters and digits that look alike: somebody may have to type it at a console.
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

export function newPassword(length = 20): string {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(length * 2))
    // 56 letters: values from 224 on would make some of them likelier.
    const letters = [...bytes].filter((byte) => byte < 224).map((byte) => ALPHABET[byte % ALPHABET.length])
    const password = letters.slice(0, length).join('')
    if (password.length === length && passwordProblem(password) === null && /\d/.test(password)) return password
  }
}

export function hostnameProblem(name: string): string | null {
  if (name === '') return null
  if (name.length > 253) return 'At most 253 characters'
  const ok = name.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))
  return ok ? null : 'Letters, digits and hyphens, with dots between, such as web-1.example.com'
}

/** `["env=production"]` as labels; a word without `=` is a label without a value. */
export function labelsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      return at < 0 ? [word.trim(), ''] : [word.slice(0, at).trim(), word.slice(at + 1).trim()]
    }),
  )
}

export function labelWords(labels: Record<string, string> | undefined): string[] {
  return Object.entries(labels ?? {}).map(([key, value]) => (value === '' ? key : `${key}=${value}`))
}

/** The longest of the zones that holds a name. */
export function zoneOf<Z extends { name: string }>(name: string, zones: readonly Z[]): Z | undefined {
  const lower = name.toLowerCase().replace(/\.$/, '')
  return zones
    .filter((zone) => lower === zone.name || lower.endsWith(`.${zone.name}`))
    .reduce<Z | undefined>((best, zone) => (best && best.name.length >= zone.name.length ? best : zone), undefined)
}

/** A name relative to its zone: `@` at the apex. */
export function relativeTo(name: string, zone: string): string {
  const lower = name.toLowerCase().replace(/\.$/, '')
  return lower === zone ? '@' : lower.slice(0, -zone.length - 1)
}

const regions = new Intl.DisplayNames('en', { type: 'region' })

export function countryName(code: string): string {
  try {
    return regions.of(code) ?? code
  } catch {
    return code
  }
}
