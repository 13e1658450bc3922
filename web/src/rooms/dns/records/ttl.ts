// What the TTL select offers, and what may be typed into it.
import { ttlWords } from '@/parts/ttl'

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
