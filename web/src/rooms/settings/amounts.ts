/** How many digits a currency has behind its point; two for codes that are not known. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** `12.5` as 1250 minor units; `undefined` for what is no amount of the currency. Never by way of a float. */
export function minorFrom(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency)
  const found = /^(-?)(\d{1,12})(?:[.,](\d*))?$/.exec(text.trim())
  if (!found) return undefined
  const [, sign = '', whole = '', behind = ''] = found
  if (behind.length > digits) return undefined
  const minor = Number(whole + behind.padEnd(digits, '0'))
  return sign === '-' ? -minor : minor
}

/** `1250` as `12.50`, for an input. */
export function majorText(minor: number, currency: string): string {
  const digits = digitsOf(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
