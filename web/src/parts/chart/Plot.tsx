import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import './chart.css'
import type { ChartProps } from '../TimeSeries'

const LINES = ['--mantine-color-ink-5', '--mantine-color-teal-6', '--mantine-color-orange-6', '--mantine-color-grape-5']

export default function Plot({ label, series, format, unit = '', height = 180, bars }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')

  useEffect(() => {
    const element = holder.current
    if (!element) return
    const style = getComputedStyle(document.documentElement)
    const color = (name: string) => style.getPropertyValue(name).trim()
    const text = (value: number) =>
      format ? format(value) : `${value.toLocaleString(undefined, { maximumFractionDigits: 1 })}${unit && ` ${unit}`}`
    const axis = {
      stroke: color('--mantine-color-dimmed'),
      grid: { stroke: color('--setec-line'), width: 1 },
      ticks: { show: false },
      font: '11px Inter Variable, sans-serif',
    }
    const plot = new UPlot(
      {
        width: element.clientWidth || 400,
        height,
        cursor: { points: { size: 6 } },
        legend: { live: true },
        scales: {
          // Columns need room for half of their width at both ends.
          x: bars ? { range: (plot, min, max) => widened(plot.data[0], min, max) } : {},
          y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] },
        },
        axes: [
          { ...axis, values: timeTicks },
          { ...axis, size: 64, values: (_, ticks) => ticks.map(text) },
        ],
        // While nobody points at a moment, the legend tells the last one.
        hooks: { ready: [tellLast], setCursor: [(plot) => plot.cursor.idx == null && tellLast(plot)] },
        series: [
          { label: bars ? 'Month' : 'Time', value: (_, time) => (time == null ? '–' : moment(time, bars)) },
          ...series.map((line, index) => {
            const stroke = color(LINES[index % LINES.length] ?? '')
            return {
              label: line.label,
              stroke,
              width: 1.5,
              value: (_: UPlot, value: number | null) => (value == null ? '–' : text(value)),
              ...(bars && UPlot.paths.bars
                ? { fill: `${stroke}66`, paths: UPlot.paths.bars({ size: [0.6, 48] }), points: { show: false } }
                : {}),
            }
          }),
        ],
      },
      aligned(series),
      element,
    )
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [series, height, unit, bars, format, scheme])

  return <div ref={holder} role="img" aria-label={summary(label, series, unit, format)} className="setec-chart" />
}

/** Moments along the axis, as exact as the span needs. */
function timeTicks(plot: UPlot, ticks: number[]): string[] {
  const { min = 0, max = 0 } = plot.scales.x ?? {}
  const days = (max - min) / 86_400
  const format = new Intl.DateTimeFormat(
    undefined,
    days <= 2
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : days <= 100
        ? { day: 'numeric', month: 'short' }
        : { month: 'short', year: 'numeric' },
  )
  return ticks.map((tick) => format.format(tick * 1000))
}

function tellLast(plot: UPlot) {
  plot.setLegend({ idx: plot.data[0].length - 1 }, false)
}

function moment(time: number, isMonth: boolean | undefined): string {
  const format: Intl.DateTimeFormatOptions = isMonth
    ? { month: 'long', year: 'numeric' }
    : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return new Intl.DateTimeFormat(undefined, format).format(time * 1000)
}

function widened(times: ArrayLike<number>, min: number, max: number): [number, number] {
  const half = times.length > 1 ? (max - min) / (times.length - 1) / 2 : 86_400
  return [min - half, max + half]
}

/** One time axis for all lines; a line without a value at a moment has a gap there. */
function aligned(series: ChartProps['series']): UPlot.AlignedData {
  const times = [...new Set(series.flatMap((line) => line.points.map((point) => Date.parse(point.at) / 1000)))].sort(
    (a, b) => a - b,
  )
  const values = series.map((line) => {
    const known = new Map(line.points.map((point) => [Date.parse(point.at) / 1000, point.value]))
    return times.map((time) => known.get(time) ?? null)
  })
  return [times, ...values]
}

function summary(label: string, series: ChartProps['series'], unit: string, format: ChartProps['format']): string {
  const lines = series.map((line) => {
    const last = line.points.findLast((point) => point.value != null)?.value
    if (last == null) return `${line.label}: no values`
    return `${line.label}: ${format ? format(last) : `${Math.round(last * 10) / 10} ${unit}`} at the end`
  })
  return `${label}. ${lines.join(', ')}`
}
