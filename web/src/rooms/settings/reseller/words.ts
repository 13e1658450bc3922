import { formatMoney } from '@/parts/MoneyText'
import { digitsOf, majorText } from '../amounts'
import type { Operation, PriceRuleSettings, Variant } from './api'

export const OPERATIONS: readonly { value: Operation; label: string; many: string }[] = [
  { value: 'register', label: 'Register', many: 'registrations' },
  { value: 'renew', label: 'Renew', many: 'renewals' },
  { value: 'transfer', label: 'Transfer', many: 'transfers' },
  { value: 'restore', label: 'Restore', many: 'restores' },
]

/** Mistakes in tokens that clients are known to make, as somebody who reads such a client would say them. */
export const VARIANTS: readonly { value: Variant; label: string; detail: string }[] = [
  {
    value: 'swapped',
    label: 'Key and message swapped',
    detail: 'The API key is the HMAC’s key instead of its message',
  },
  {
    value: 'swapped_raw',
    label: 'Swapped, and raw bytes encoded',
    detail: 'The Python sample that circulates: base64 of the 32 bytes instead of their hex',
  },
  {
    value: 'swapped_raw_iso_stamp',
    label: 'Swapped, raw bytes, and another time',
    detail: 'The JavaScript sample that circulates: the hour as 2026-03-04-15',
  },
  { value: 'raw_digest', label: 'Raw bytes encoded', detail: 'The right order, but base64 of the 32 bytes' },
  { value: 'four_digit_year', label: 'Year with four digits', detail: 'The hour as 2026-03-04 15' },
]

/** The text with a capital at its beginning. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `.com`, and the one route for everything else. */
export function tldText(tld: string): string {
  return tld === '*' ? 'every other TLD' : `.${tld}`
}

export function yearsText(years: number): string {
  return years === 1 ? '1 year' : `${years} years`
}

/** `15 %` of basis points. */
export function percent(basisPoints: number): string {
  return `${(basisPoints / 100).toLocaleString('en', { maximumFractionDigits: 2 })} %`
}

/** What a rule is for: `.com registrations of everybody`. */
export function ruleScope(rule: PriceRuleSettings, customer: string | undefined): string {
  const many = OPERATIONS.find((one) => one.value === rule.operation)?.many ?? 'orders'
  const what = rule.tld ? `.${rule.tld} ${many}` : `all ${many}`
  return `${what} of ${rule.customer ? (customer ?? 'one customer') : 'everybody'}`
}

/** `.99` of a rounding to whole units that end so; the words for any other one. */
function roundingText(step: number, ending: number | undefined, currency: string): string {
  const digits = digitsOf(currency)
  if (ending && step === 10 ** digits && ending < step) return `rounded up to .${String(ending).padStart(digits, '0')}`
  const steps = `rounded up to a multiple of ${formatMoney(step, currency)}`
  return ending ? `${steps} and ${majorText(ending, currency)}` : steps
}

/** How a rule makes a price: `20 % on cost, rounded up to .99, at least €1.00 margin`. */
export function ruleText(rule: PriceRuleSettings): string {
  const money = (minor: number) => formatMoney(minor, rule.currency)
  const parts = [
    rule.basis.kind === 'percent'
      ? rule.basis.basis_points === 0
        ? 'At cost'
        : `${percent(rule.basis.basis_points)} on cost`
      : `${money(rule.basis.minor)} per year`,
  ]
  if (rule.surcharge) parts.push(`${money(rule.surcharge)} more per order`)
  if (rule.rounding) parts.push(roundingText(rule.rounding.step, rule.rounding.ending, rule.currency))
  const least = [
    rule.min_margin ? money(rule.min_margin) : '',
    rule.min_margin_basis_points ? percent(rule.min_margin_basis_points) : '',
  ].filter(Boolean)
  if (least.length > 0) parts.push(`at least ${least.join(' and ')} margin`)
  return parts.join(', ')
}
