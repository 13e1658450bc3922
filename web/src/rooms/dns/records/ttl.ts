// TTLs as people say them.

const UNITS = [
  [604_800, 'week'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const

const SHORT: Record<string, string> = { week: 'w', day: 'd', hour: 'h', minute: 'min', second: 's' }

/** `3600` as `1 hour`, `5400` as `1 h 30 min`. */
export function ttlWords(secs: number): string {
  if (!Number.isFinite(secs) || secs < 0) return String(secs)
  if (secs === 0) return '0 seconds'
  const parts: [number, string][] = []
  let left = secs
  for (const [size, unit] of UNITS) {
    // Whole weeks only: people say `10 days`, not `1 week 3 days`.
    if (unit === 'week' && left % size !== 0) continue
    const count = Math.floor(left / size)
    if (count > 0) parts.push([count, unit])
    left -= count * size
  }
  const only = parts[0]
  if (parts.length === 1 && only) return `${only[0]} ${only[1]}${only[0] === 1 ? '' : 's'}`
  return parts.map(([count, unit]) => `${count} ${SHORT[unit]}`).join(' ')
}

const USUAL = [60, 300, 900, 1800, 3600, 14_400, 43_200, 86_400, 604_800]

/** What the TTL select offers at an account; `current` is among it whatever it is. */
export function ttlChoices(
  facts: { min: number; max?: number | null; fallback: number },
  current?: number,
): { value: string; label: string }[] {
  const all = new Set([...USUAL, facts.fallback])
  const fit = [...all].filter((secs) => secs >= facts.min && secs <= (facts.max ?? Infinity))
  if (current !== undefined && !fit.includes(current)) fit.push(current)
  return fit
    .sort((a, b) => a - b)
    .map((secs) => ({ value: String(secs), label: ttlWords(secs) + (secs === facts.fallback ? ' (default)' : '') }))
}

/** `90`, `5m`, `1h30m`, `2 days` in seconds; `undefined` where it is none of these. */
export function parseTtl(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase()
  if (/^\d+$/.test(trimmed)) return Number(trimmed)
  let sum = 0
  const rest = trimmed.replace(
    /(\d+)\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])\s*/g,
    (_, count: string, unit: string) => {
      const size = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 }[unit.charAt(0)] ?? 0
      sum += Number(count) * size
      return ''
    },
  )
  return rest === '' && trimmed !== '' ? sum : undefined
}
