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
