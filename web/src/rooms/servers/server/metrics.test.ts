import { expect, test } from 'vitest'
import { chartsOf, uptimeOf } from './metrics'

const series = (name: string, unit: string, ...values: number[]) => ({
  name,
  unit,
  points: values.map((value, index) => ({ at: new Date(index * 60_000).toISOString(), value })),
})

test('traffic in and out share a chart, the unknown has its own, the empty none', () => {
  const charts = chartsOf([
    series('outgoing_traffic', 'bytes', 1),
    series('swap_usage', 'bytes', 3),
    series('incoming_traffic', 'bytes', 2),
    series('cpu_usage', '%'),
    series('uptime', 'milliseconds', 60_000),
  ])
  expect(charts.map((chart) => [chart.title, chart.series.map((line) => line.label)])).toEqual([
    ['Traffic', ['In', 'Out']],
    ['Swap usage', ['swap usage']],
  ])
})

test('uptime is in seconds whatever it is measured in', () => {
  expect(uptimeOf([series('uptime', 'milliseconds', 1000, 61_000)])).toBe(61)
  expect(uptimeOf([series('uptime', 'seconds', 61)])).toBe(61)
  expect(uptimeOf([])).toBeUndefined()
})

test('bytes are shown in the unit of the largest', () => {
  const [memory] = chartsOf([series('ram_usage', 'bytes', 1024 ** 3, 3 * 1024 ** 3)])
  expect([memory?.unit, memory?.series[0]?.points.map((point) => point.value)]).toEqual(['GiB', [1, 3]])
})
