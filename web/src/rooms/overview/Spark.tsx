import { Tooltip } from '@mantine/core'
import dayjs from 'dayjs'
import { formatMoney } from '@/parts/MoneyText'

interface Props {
  trend: readonly { month: string; minor: number }[]
  currency: string
  label: string
}

const [WIDTH, HEIGHT, GAP] = [96, 24, 3]

/** A column per month, so small that no library is worth its weight. */
export function Spark({ trend, currency, label }: Props) {
  const most = Math.max(1, ...trend.map((point) => point.minor))
  const column = trend.length > 0 ? (WIDTH - GAP * (trend.length - 1)) / trend.length : 0
  const lines = trend.map(
    (point) => `${dayjs(`${point.month}-01`).format('MMM YYYY')}: ${formatMoney(point.minor, currency)}`,
  )
  return (
    <Tooltip
      label={lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    >
      <svg width={WIDTH} height={HEIGHT} role="img" aria-label={`${label}. ${lines.join(', ')}`}>
        {trend.map((point, index) => {
          const height = Math.max(1, (point.minor / most) * HEIGHT)
          const isNow = index === trend.length - 1
          return (
            <rect
              key={point.month}
              x={index * (column + GAP)}
              y={HEIGHT - height}
              width={column}
              height={height}
              rx={1.5}
              fill={isNow ? 'var(--mantine-color-ink-5)' : 'var(--setec-bar)'}
            />
          )
        })}
      </svg>
    </Tooltip>
  )
}
