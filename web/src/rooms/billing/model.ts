import dayjs from 'dayjs'
import type { Schemas } from '@/api/client'
import { isGone, minorOf, type SyncedDomain } from '@/rooms/domains/model'

export type Subscription = Schemas['Subscription'] & { account: string }
export type CatalogEntry = Schemas['CatalogEntry'] & { account: string }
export type PaymentMethod = Schemas['PaymentMethod'] & { account: string }
export type WhoisProfile = Schemas['WhoisProfile'] & { account: string }

export const KINDS = ['domain', 'vps', 'hosting', 'email', 'other'] as const
export type Kind = (typeof KINDS)[number]

export const KIND_WORDS: Record<Kind, string> = {
  domain: 'Domains',
  vps: 'Servers',
  hosting: 'Hosting',
  email: 'E-mail',
  other: 'Other',
}

/** Months of one billing period: by the catalog, else by the plan's name (`...-48m`, `...-1y`), else one. */
export function monthsOf(plan: string, period?: string): number {
  if (period === 'monthly') return 1
  if (period === 'yearly') return 12
  const term = /^(\d+)([my])$/.exec(period ?? '') ?? /-(\d+)([my])$/.exec(plan)
  if (term?.[1]) return Number(term[1]) * (term[2] === 'y' ? 12 : 1)
  return plan.startsWith('domain-') ? 12 : 1
}

export function kindOf(plan: string, category?: string): Kind {
  if (category === 'domain' || category === 'vps' || category === 'email') return category
  if (plan.startsWith('domain-')) return 'domain'
  if (plan.startsWith('kvm-')) return 'vps'
  if (plan.includes('email')) return 'email'
  return /hosting|cloud/.test(plan) ? 'hosting' : 'other'
}

/** `month`, `year`, `4 years`. */
export function periodWords(months: number): string {
  if (months === 1) return 'month'
  if (months === 12) return 'year'
  return months % 12 === 0 ? `${months / 12} years` : `${months} months`
}

/** Whether it will cost something again. */
export function isPaidAgain(subscription: Pick<Subscription, 'status' | 'auto_renew'>): boolean {
  return subscription.auto_renew !== false && !/cancel|expired|paused|not_renewing/.test(subscription.status)
}

/** Something that is paid again and again. */
export interface Recurring {
  account: string
  kind: Kind
  name: string
  minor: number
  currency: string
  months: number
  /** When it is next due. */
  next: string | undefined
  link: string | undefined
}

/** Domains by their renewal prices, all else by subscriptions: a domain's subscription does not tell its name. */
export function recurring(
  subscriptions: readonly Subscription[],
  domains: readonly SyncedDomain[],
  catalog: readonly CatalogEntry[],
): Recurring[] {
  const known = new Map(catalog.map((entry) => [`${entry.account}/${entry.id}`, entry]))
  const bought = subscriptions.filter(isPaidAgain).flatMap((subscription): Recurring[] => {
    const entry = known.get(`${subscription.account}/${subscription.plan}`)
    const kind = kindOf(subscription.plan, entry?.category)
    if (kind === 'domain') return []
    return [
      {
        account: subscription.account,
        kind,
        name: subscription.name,
        minor: minorOf(subscription.renewal_price ?? subscription.price, subscription.currency),
        currency: subscription.currency,
        months: monthsOf(subscription.plan, entry?.period),
        next: subscription.renews_at ?? undefined,
        link: undefined,
      },
    ]
  })
  const named = domains
    .filter((domain) => !isGone(domain) && domain.auto_renew !== false)
    .flatMap((domain): Recurring[] =>
      domain.renewal_price
        ? [
            {
              account: domain.account,
              kind: 'domain',
              name: domain.name,
              minor: domain.renewal_price.minor,
              currency: domain.renewal_price.currency,
              months: 12,
              next: domain.expires_at ?? undefined,
              link: `/domains/${domain.account}/${domain.name}`,
            },
          ]
        : [],
    )
  return [...bought, ...named]
}

export interface CostRow {
  account: string
  currency: string
  /** Minor units per year. */
  total: number
  kinds: { kind: Kind; minor: number }[]
}

/** What a year costs, by account and kind; each currency by itself. */
export function costs(items: readonly Recurring[]): CostRow[] {
  const rows = new Map<string, CostRow>()
  for (const item of items) {
    const key = `${item.account} ${item.currency}`
    const row = rows.get(key) ?? { account: item.account, currency: item.currency, total: 0, kinds: [] }
    rows.set(key, row)
    const minor = Math.round((item.minor * 12) / item.months)
    row.total += minor
    const kind = row.kinds.find((entry) => entry.kind === item.kind)
    if (kind) kind.minor += minor
    else row.kinds.push({ kind: item.kind, minor })
  }
  for (const row of rows.values()) row.kinds.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
  return [...rows.values()].sort((a, b) => b.total - a.total || a.account.localeCompare(b.account))
}

/** What falls due in each of the next months, terms that come again included. */
export function dueByMonth(items: readonly Recurring[], currency: string, months: number, now: Date) {
  const first = dayjs(now).startOf('month')
  const sums = Array.from({ length: months }, () => 0)
  for (const item of items) {
    if (item.currency !== currency || !item.next) continue
    let due = dayjs(item.next)
    for (let term = 0; term <= months; term += 1) {
      const place = due.startOf('month').diff(first, 'month')
      if (place >= months) break
      if (place >= 0 && !due.isBefore(now, 'day')) sums[place] = (sums[place] ?? 0) + item.minor
      due = due.add(item.months, 'month')
    }
  }
  return sums.map((minor, index) => ({ at: first.add(index, 'month').toISOString(), minor }))
}

/** What falls due within so many days, by month, the next first. */
export function calendar(items: readonly Recurring[], now: Date, days = 90): { month: string; due: Recurring[] }[] {
  const [from, to] = [dayjs(now), dayjs(now).add(days, 'day')]
  const due = items
    .filter(({ next }) => next !== undefined && !dayjs(next).isBefore(from) && !dayjs(next).isAfter(to))
    .sort((a, b) => Date.parse(a.next ?? '') - Date.parse(b.next ?? ''))
  const months = new Map<string, Recurring[]>()
  for (const item of due) {
    const month = dayjs(item.next).format('MMMM YYYY')
    const others = months.get(month)
    if (others) others.push(item)
    else months.set(month, [item])
  }
  return [...months].map(([month, entries]) => ({ month, due: entries }))
}
