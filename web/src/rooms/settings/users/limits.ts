import type { Schemas } from '@/api/client'
import { majorText, minorFrom } from '../amounts'

export interface LimitRow {
  /** Tells rows apart while they are edited. */
  key: string
  currency: string
  /** In major units, as typed; empty is no limit. */
  day: string
  month: string
}

export function limitRows(limits: Schemas['SpendingLimits']): LimitRow[] {
  return limits.map((limit) => ({
    key: limit.currency,
    currency: limit.currency,
    day: limit.day == null ? '' : majorText(limit.day, limit.currency),
    month: limit.month == null ? '' : majorText(limit.month, limit.currency),
  }))
}

export function limitsOf(rows: readonly LimitRow[]): Schemas['SpendingLimits'] {
  return rows.map((row) => ({
    currency: row.currency,
    day: row.day.trim() === '' ? null : (minorFrom(row.day, row.currency) ?? null),
    month: row.month.trim() === '' ? null : (minorFrom(row.month, row.currency) ?? null),
  }))
}

/** What is wrong with each row, by field. */
export function rowProblems(rows: readonly LimitRow[]): Partial<Record<'currency' | 'day' | 'month', string>>[] {
  return rows.map((row, index) => {
    const problems: Partial<Record<'currency' | 'day' | 'month', string>> = {}
    if (!/^[A-Z]{3}$/.test(row.currency)) problems.currency = 'Such as USD'
    else if (rows.findIndex((other) => other.currency === row.currency) !== index) problems.currency = 'Twice'
    for (const field of ['day', 'month'] as const) {
      if (row[field].trim() === '') continue
      if (minorFrom(row[field], row.currency) === undefined) problems[field] = 'An amount such as 50.00'
    }
    return problems
  })
}
