// Lines over time. The library is loaded when the first chart is drawn.
//   <TimeSeries label="CPU" series={[{ label: 'CPU', points: [{ at: '2026-11-01T00:00:00Z', value: 12.5 }] }]} unit="%" />
import { Box, Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'

export interface ChartSeries {
  label: string
  points: readonly { at: string; value: number | null }[]
}

export interface ChartProps {
  /** Names the chart for those who do not see it. */
  label: string
  series: readonly ChartSeries[]
  /** How a value is written; by default the number and `unit`. */
  format?: (value: number) => string
  unit?: string
  height?: number
  /** Columns instead of lines, for sums per month. */
  bars?: boolean
}

const Plot = lazy(() => import('./chart/Plot'))

export function TimeSeries(props: ChartProps) {
  const height = props.height ?? 180
  return (
    <Box mih={height + 32}>
      <Suspense fallback={<Skeleton height={height} />}>
        <Plot {...props} height={height} />
      </Suspense>
    </Box>
  )
}
