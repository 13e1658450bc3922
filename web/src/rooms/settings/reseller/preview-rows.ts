import type { Schemas } from '@/api/client'
import type { Operation, PriceRule } from './api'
import { OPERATIONS, ruleScope, ruleText, sentence } from './words'

type Money = Schemas['Money']

export interface PreviewRow {
  id: string
  operation: Operation
  label: string
  /** Sorts by operation, place on the route, then years. */
  order: number
  provider: string
  /** Place of the account on the route, from 1. */
  place: number
  years?: number
  cost?: Money
  price?: Money
  floor?: Money
  /** The rule that decided, or why it is not sold. */
  why: string
  /** What the rule is for. */
  scope?: string
}

/** One row for each price of each account, in the order of `OPERATIONS`; accounts without any tell why. */
export function previewRows(
  answers: readonly (Schemas['PreviewBody'] | undefined)[],
  rules: readonly PriceRule[],
  customer: (id: string) => string | undefined,
): PreviewRow[] {
  const words = (id: string | null | undefined) => {
    const rule = rules.find((one) => one.id === id)
    if (!rule) return { why: '' }
    return { why: ruleText(rule), scope: ruleScope(rule, rule.customer ? customer(rule.customer) : undefined) }
  }
  return answers.flatMap((answer, at) => {
    const operation = OPERATIONS[at]
    if (!answer || !operation) return []
    return answer.accounts.flatMap((account, index): PreviewRow[] => {
      const place = index + 1
      const row = (years: number): Omit<PreviewRow, 'why'> => ({
        id: `${operation.value}/${account.provider}/${years}`,
        operation: operation.value,
        label: operation.label,
        order: at * 10_000 + place * 100 + years,
        provider: account.provider,
        place,
      })
      if (account.prices.length === 0) return [{ ...row(0), why: reason(account.problem) }]
      return account.prices.map(({ years, cost, price, floor, rule_id, problem }) => ({
        ...row(years),
        years,
        cost,
        ...(price ? { price } : {}),
        ...(floor ? { floor } : {}),
        ...(problem ? { why: reason(problem) } : words(rule_id)),
      }))
    })
  })
}

function reason(problem: string | null | undefined): string {
  return sentence(problem ?? 'not sold')
}
