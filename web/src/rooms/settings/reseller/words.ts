import { formatMoney } from '@/parts/MoneyText'
import type { PriceRuleSettings } from './api'

/** `15 %` of basis points. */
export function percent(basisPoints: number): string {
  return `${(basisPoints / 100).toLocaleString('en', { maximumFractionDigits: 2 })} %`
}

/** What a rule is for, the rest being everything. */
export function ruleScope(rule: PriceRuleSettings, customer: string | undefined): string {
  const what = rule.operation ?? 'everything'
  const tld = rule.tld ? `.${rule.tld}` : 'every TLD'
  const who = rule.customer ? (customer ?? rule.customer) : 'every customer'
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}, ${tld}, ${who}`
}

/** How a rule makes a price, as a sentence. */
export function ruleText(rule: PriceRuleSettings): string {
  const money = (minor: number) => formatMoney(minor, rule.currency)
  const parts = [
    rule.basis.kind === 'percent'
      ? `Cost plus ${percent(rule.basis.basis_points)}`
      : `${money(rule.basis.minor)} per year`,
  ]
  if (rule.surcharge) parts.push(`plus ${money(rule.surcharge)} per order`)
  if (rule.rounding) {
    const ending = rule.rounding.ending
    const steps = `rounded up to steps of ${money(rule.rounding.step)}`
    parts.push(ending === undefined ? steps : `${steps} ending in ${money(ending)}`)
  }
  const least = [
    rule.min_margin ? money(rule.min_margin) : '',
    rule.min_margin_basis_points ? percent(rule.min_margin_basis_points) : '',
  ].filter(Boolean)
  if (least.length > 0) parts.push(`at least ${least.join(' and ')} above the cost`)
  return parts.join(', ')
}
