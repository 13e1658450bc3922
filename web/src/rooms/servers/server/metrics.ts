import type { Schemas } from '@/api/client'
import type { ChartSeries } from '@/parts/TimeSeries'

type Measured = Schemas['Series']

export interface Chart {
  title: string
  unit: string
  series: ChartSeries[]
}

/** Which quantities share a chart, in the order of the page. */
const CHARTS: readonly { title: string; lines: readonly (readonly [string, string])[] }[] = [
  { title: 'Processor', lines: [['cpu_usage', 'CPU']] },
  { title: 'Memory', lines: [['ram_usage', 'Used']] },
  { title: 'Disk', lines: [['disk_space', 'Used']] },
  {
    title: 'Traffic',
    lines: [
      ['incoming_traffic', 'In'],
      ['outgoing_traffic', 'Out'],
    ],
  },
]

/** Measurements as charts; what we have no place for gets a chart of its own. */
export function chartsOf(measured: readonly Measured[]): Chart[] {
  const rest = new Map(measured.filter((one) => one.points.length > 0).map((one) => [one.name, one]))
  rest.delete('uptime')
  const charts: Chart[] = []
  for (const { title, lines } of CHARTS) {
    const found = lines.flatMap(([name, label]) => {
      const one = rest.get(name)
      rest.delete(name)
      return one ? [{ unit: one.unit, line: { label, points: one.points } }] : []
    })
    const first = found[0]
    if (first) charts.push(scaled({ title, unit: first.unit, series: found.map((one) => one.line) }))
  }
  for (const one of rest.values()) {
    const title = one.name.replaceAll('_', ' ')
    charts.push(
      scaled({
        title: title.charAt(0).toUpperCase() + title.slice(1),
        unit: one.unit,
        series: [{ label: title, points: one.points }],
      }),
    )
  }
  return charts
}

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** Bytes in the unit that fits the largest value, so that the axis has round numbers. */
function scaled(chart: Chart): Chart {
  if (chart.unit !== 'bytes') return chart
  const most = Math.max(...chart.series.flatMap((line) => line.points.map((point) => point.value ?? 0)), 1)
  const step = Math.min(BYTES.length - 1, Math.floor(Math.log2(most) / 10))
  const series = chart.series.map((line) => ({
    ...line,
    points: line.points.map((point) => ({
      at: point.at,
      value: point.value === null ? null : point.value / 1024 ** step,
    })),
  }))
  return { ...chart, unit: BYTES[step] ?? 'B', series }
}

/** Seconds since the last start, as measured last. */
export function uptimeOf(measured: readonly Measured[]): number | undefined {
  const uptime = measured.find((one) => one.name === 'uptime')
  const last = uptime?.points.at(-1)?.value
  if (last === undefined) return undefined
  return uptime?.unit === 'milliseconds' ? last / 1000 : last
}
