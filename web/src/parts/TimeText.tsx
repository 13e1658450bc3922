// A moment: relative where it is near, the exact local and UTC time on hover.
//   <TimeText at={order.created_at} />  <TimeText at={domain.expires_at} date />
import { Text, Tooltip, type TextProps } from '@mantine/core'
import dayjs from 'dayjs'
import relativeTime from 'dayjs/plugin/relativeTime'
import utc from 'dayjs/plugin/utc'
import { useEffect, useState } from 'react'
import { Unknown } from './KeyValues'

dayjs.extend(relativeTime)
dayjs.extend(utc)

interface Props extends TextProps {
  at: string | null | undefined
  /** The local date (`14 Mar 2027`) instead of `in 4 months`. */
  date?: boolean
  /** Date and time, such as in a log. */
  exact?: boolean
}

export function TimeText({ at, date, exact, ...rest }: Props) {
  useMinute(!date && !exact)
  if (!at) return <Unknown />
  const moment = dayjs(at)
  if (!moment.isValid()) return <Unknown />
  const shown = date ? moment.format('D MMM YYYY') : exact ? moment.format('D MMM YYYY HH:mm:ss') : relative(moment)
  const hover = `${moment.format('ddd D MMM YYYY HH:mm:ss')} local, ${moment.utc().format('YYYY-MM-DD HH:mm:ss')} UTC`
  return (
    <Tooltip label={hover}>
      <Text span inherit {...rest} style={{ whiteSpace: 'nowrap' }}>
        <time dateTime={at}>{shown}</time>
      </Text>
    </Tooltip>
  )
}

/** Days until a moment as the calendar counts them, so that they fit the date beside; negative when it has passed. */
export function daysUntil(at: string): number {
  const days = calendarDays(dayjs(at))
  return Date.parse(at) < Date.now() ? Math.min(-1, days) : days
}

function calendarDays(moment: dayjs.Dayjs): number {
  return moment.startOf('day').diff(dayjs().startOf('day'), 'day')
}

/** Days in which "in 12 days" says more than the library's weeks and months. */
const [DAYS, MONTH] = [2, 25]

/** `in 3 days`, `2 minutes ago`. */
export function relative(moment: dayjs.Dayjs): string {
  const days = calendarDays(moment)
  const count = Math.abs(days)
  if (count < DAYS || count > MONTH) return moment.fromNow()
  return days > 0 ? `in ${count} days` : `${count} days ago`
}

// One clock for all texts, so that "2 minutes ago" does not stay so.
const clocks = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function useMinute(wanted: boolean) {
  const [, tick] = useState(0)
  useEffect(() => {
    if (!wanted) return
    const clock = () => tick((n) => n + 1)
    clocks.add(clock)
    timer ??= setInterval(() => clocks.forEach((run) => run()), 30_000)
    return () => {
      clocks.delete(clock)
      if (clocks.size === 0) {
        clearInterval(timer)
        timer = undefined
      }
    }
  }, [wanted])
}
