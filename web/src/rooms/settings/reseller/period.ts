import dayjs from 'dayjs'
import type { Period } from './api'

/** The days from the first to the last, both of them included, as the server takes them: its end is not included. */
export function utcPeriod(first: string | undefined, last: string | undefined): Period {
  return {
    ...(first ? { from: first } : {}),
    ...(last ? { until: dayjs(last).add(1, 'day').format('YYYY-MM-DD') } : {}),
  }
}

/** Periods that are often asked for, seen from a day. */
export function presets(today: string): { value: [string, string]; label: string }[] {
  const day = dayjs(today)
  const span = (first: dayjs.Dayjs, last: dayjs.Dayjs): [string, string] => [
    first.format('YYYY-MM-DD'),
    last.format('YYYY-MM-DD'),
  ]
  const before = day.subtract(1, 'month')
  return [
    { value: span(day.startOf('month'), day), label: 'This month' },
    { value: span(before.startOf('month'), before.endOf('month')), label: 'Last month' },
    { value: span(day.startOf('year'), day), label: 'This year' },
    { value: span(day.subtract(1, 'year').startOf('year'), day.subtract(1, 'year').endOf('year')), label: 'Last year' },
  ]
}
