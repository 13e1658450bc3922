/** The sum of each currency; two currencies are never added. */
export function sums(
  costs: readonly { currency: string; monthly_minor: number }[],
): { currency: string; minor: number }[] {
  const byCurrency = new Map<string, number>()
  for (const cost of costs) byCurrency.set(cost.currency, (byCurrency.get(cost.currency) ?? 0) + cost.monthly_minor)
  return [...byCurrency].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => b.minor - a.minor)
}

/** The last month against the first one of a trend; `undefined` where there is nothing to compare. */
export function changeOf(trend: readonly { minor: number }[]): number | undefined {
  const [first, last] = [trend[0], trend.at(-1)]
  return first && last && trend.length > 1 ? last.minor - first.minor : undefined
}
