/** One line of a comparison: what went, what came, what stayed. */
export interface Line {
  sign: '-' | '+' | ' '
  text: string
}

interface RecordSet {
  name: string
  ttl: number
  type: string
  values: string[]
}

function isSets(value: unknown): value is RecordSet[] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) => typeof entry === 'object' && entry !== null && 'name' in entry && 'type' in entry && 'values' in entry,
    )
  )
}

/** What a change did, line by line: record sets in zone file form, anything else by its fields. */
export function changeLines(before: unknown, after: unknown): Line[] {
  const sets =
    (isSets(before) || before == null) && (isSets(after) || after == null) && (before != null || after != null)
  const old = sets ? setLines(before as RecordSet[] | null) : fieldLines(before)
  const fresh = sets ? setLines(after as RecordSet[] | null) : fieldLines(after)
  const lines: Line[] = []
  for (const text of old) lines.push({ sign: fresh.includes(text) ? ' ' : '-', text })
  for (const text of fresh) if (!old.includes(text)) lines.push({ sign: '+', text })
  return lines
}

function setLines(sets: RecordSet[] | null): string[] {
  return (sets ?? []).flatMap((set) => set.values.map((value) => `${set.name} ${set.ttl} ${set.type} ${value}`))
}

function fieldLines(value: unknown): string[] {
  if (value == null) return []
  if (typeof value !== 'object') return [String(value)]
  if (Array.isArray(value))
    return value.map((entry) => (typeof entry === 'object' ? JSON.stringify(entry) : String(entry)))
  return Object.entries(value)
    .filter(([, field]) => field != null)
    .map(([key, field]) => `${key}: ${typeof field === 'object' ? JSON.stringify(field) : String(field)}`)
}
