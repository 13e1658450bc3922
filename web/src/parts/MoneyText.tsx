// An amount with its currency; never added across currencies.
//   <MoneyText minor={999} currency="USD" /> or <MoneyText money={order.price} per="year" />
import { Text, type TextProps } from '@mantine/core'

interface Props extends TextProps {
  money?: { minor: number; currency: string } | null | undefined
  minor?: number | null
  currency?: string
  /** `year`, `month`. */
  per?: string
}

export function MoneyText({ money, minor = money?.minor, currency = money?.currency, per, ...rest }: Props) {
  if (minor == null || !currency) {
    return (
      <Text span inherit c="dimmed" {...rest} aria-label="price not known">
        –
      </Text>
    )
  }
  return (
    <Text span inherit className="numbers" {...rest} style={{ whiteSpace: 'nowrap' }}>
      {formatMoney(minor, currency)}
      {per && (
        <Text span inherit c="dimmed">
          {' '}
          / {per}
        </Text>
      )}
    </Text>
  )
}

/** `999` and `USD` as `$9.99`, in the person's own notation. */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(minor / 10 ** digits)
}
