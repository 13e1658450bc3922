import type { Schemas } from '@/api/client'
import type { Tone } from '@/parts/StatusBadge'
import { daysUntil } from '@/parts/TimeText'

/** A domain as it was last seen. */
export type SyncedDomain = Schemas['SyncedDomainBody']
/** A row of the list; `provider` is the name of the account's vendor, once that is known. */
export type DomainRow = SyncedDomain & { provider?: string | undefined }
/** A domain as its provider has it now. */
export type Domain = Schemas['TaggedDomain']
export type DomainStatus = Schemas['DomainStatus']

export const STATUS: Record<DomainStatus, { label: string; tone: Tone }> = {
  active: { label: 'Active', tone: 'good' },
  pending_setup: { label: 'Pending setup', tone: 'busy' },
  pending_verification: { label: 'Owner to confirm', tone: 'warn' },
  requested: { label: 'Requested', tone: 'busy' },
  pending_transfer: { label: 'Transfer pending', tone: 'busy' },
  expired: { label: 'Expired', tone: 'bad' },
  redemption: { label: 'In redemption', tone: 'bad' },
  suspended: { label: 'Suspended', tone: 'bad' },
  transferred_away: { label: 'Transferred away', tone: 'neutral' },
  deleted: { label: 'Deleted', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'bad' },
  unknown: { label: 'Unknown', tone: 'neutral' },
}

/** Not in the account any more. */
export function isGone(domain: { status: DomainStatus }): boolean {
  return domain.status === 'transferred_away' || domain.status === 'deleted'
}

export type Urgency = 'past' | 'soon' | 'near' | 'far'

/** How near the end of the term is: passed, within 30 days, within 90, later. */
export function urgency(days: number): Urgency {
  if (days < 0) return 'past'
  if (days < 30) return 'soon'
  return days < 90 ? 'near' : 'far'
}

/** `in 12 days`, `today`, `5 days ago`. */
export function daysInWords(days: number): string {
  if (days === 0) return 'today'
  const count = Math.abs(days)
  const span =
    count < 60 ? plural(count, 'day') : count < 730 ? plural(Math.round(count / 30.44), 'month') : yearsOf(count)
  return days < 0 ? `${span} ago` : `in ${span}`
}

function yearsOf(days: number): string {
  return plural(Math.floor(days / 365), 'year')
}

export function plural(count: number, word: string): string {
  return `${count.toLocaleString()} ${count === 1 ? word : `${word}s`}`
}

/** The filter's windows that a domain is in; what ends within 30 days ends within 60 as well. */
export function expiryWindows(domain: SyncedDomain): string[] {
  if (!domain.expires_at || isGone(domain)) return []
  const days = daysUntil(domain.expires_at)
  if (days < 0) return ['expired']
  // With a letter, so that the URL does not have to quote a text that looks like a number.
  return [30, 60, 90].filter((window) => days <= window).map((window) => `${window}d`)
}

/** Who answers for a domain by its name servers: `cloudflare.com` for `ada.ns.cloudflare.com`. */
export function dnsHost(nameservers: readonly string[]): string | undefined {
  const hosts = [...new Set(nameservers.map(registrable))]
  if (hosts.length === 0) return undefined
  return hosts.length === 1 ? hosts[0] : `${hosts[0]} and others`
}

/** Second-level names below which names are registered, as far as name servers commonly stand there. */
const SECOND_LEVEL = /^(co|com|net|org|ac|gov|or|ne|go)\.[a-z]{2}$/

function registrable(host: string): string {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  const lastTwo = labels.slice(-2).join('.')
  return SECOND_LEVEL.test(lastTwo) ? labels.slice(-3).join('.') : lastTwo
}

/** What stands behind the first label. */
export function tldOf(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}

/** Names from free text: split at blanks, commas and lines, without schemes, paths and doubles. */
export function parseNames(text: string): string[] {
  const names = text
    .split(/[\s,;]+/)
    .map((word) =>
      word
        .trim()
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/\/.*$/, '')
        .replace(/^www\./, ''),
    )
    .map((word) => word.replace(/^\.+|\.+$/g, ''))
    .filter(Boolean)
  return [...new Set(names)]
}

/** The full names to be checked: those with a dot as they are, single words below each of the TLDs. */
export function candidates(text: string, tlds: readonly string[]): string[] {
  const names = parseNames(text).flatMap((name) => (name.includes('.') ? [name] : tlds.map((tld) => `${name}.${tld}`)))
  return [...new Set(names)]
}

/** A price in major units, as availability has it, in minor ones. */
export function minorOf(price: number, currency: string): number {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return Math.round(price * 10 ** digits)
}

/** Name servers from a field's lines. */
export function parseHosts(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[\s,;]+/)
        .map((word) => word.trim().toLowerCase().replace(/\.$/, ''))
        .filter(Boolean),
    ),
  ]
}

export interface LifePoint {
  at: number
  label: string
}

export interface LifeSpan {
  from: number
  to: number
  kind: 'term' | 'grace' | 'redemption'
  label: string
}

/** What a domain's years consist of; `begins` is the registration or, where unknown, a year before the end. */
export function lifeSpans(
  begins: number,
  expires: number,
  graceDays: number | null | undefined,
  redemptionDays: number | null | undefined,
): LifeSpan[] {
  const day = 86_400_000
  const spans: LifeSpan[] = [{ from: begins, to: expires, kind: 'term', label: 'Paid term' }]
  let end = expires
  if (graceDays) {
    spans.push({ from: end, to: end + graceDays * day, kind: 'grace', label: 'Grace: renews at the usual price' })
    end += graceDays * day
  }
  if (redemptionDays) {
    spans.push({
      from: end,
      to: end + redemptionDays * day,
      kind: 'redemption',
      label: 'Redemption: restored for a fee',
    })
  }
  return spans
}
