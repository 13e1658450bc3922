import { asApiError } from '@/api/error'

export interface Fault {
  line: number
  column: number
  rule: string
  /** The line itself. */
  text: string
}

/** The faults of a zone file that the server tells by line and column; `undefined` where it is another error. */
export function faultsOf(error: unknown, file: string): Fault[] | undefined {
  const { violations } = asApiError(error)
  const lines = file.split('\n')
  const faults: Fault[] = []
  for (const { field, rule } of violations) {
    const place = /line (\d+)(?: column (\d+))?/.exec(field)
    if (!place) return undefined
    const line = Number(place[1])
    faults.push({ line, column: Number(place[2] ?? 1), rule, text: (lines[line - 1] ?? '').trimEnd() })
  }
  return faults.length > 0 ? faults : undefined
}

/** Whether a text looks like YAML rather than a zone file. */
export function looksLikeYaml(text: string, fileName = ''): boolean {
  if (/\.ya?ml$/i.test(fileName)) return true
  const first = text.split('\n').find((line) => line.trim() !== '' && !line.trim().startsWith('#')) ?? ''
  return first.trim() === '---' || /^('[^']*'|"[^"]*"|[\w.*@_-]+):\s*$/.test(first)
}

/** Where a line begins in the text, to put the cursor there. */
export function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1
}
