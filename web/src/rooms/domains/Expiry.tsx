import { Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconClockExclamation } from '@tabler/icons-react'
import { Unknown } from '@/parts/KeyValues'
import { daysUntil, TimeText } from '@/parts/TimeText'
import { daysInWords, urgency } from './model'
import classes from './domains.module.css'

/** The end of a term: date, days left, and a mark besides the colour where it is near. */
export function Expiry({ at, plain }: { at: string | null | undefined; plain?: boolean }) {
  if (!at) return <Unknown />
  const days = daysUntil(at)
  const urgent = plain ? 'far' : urgency(days)
  return (
    <Group gap={6} wrap="nowrap" className={classes.expiry} data-urgency={urgent}>
      {urgent === 'past' && <IconAlertTriangle size={14} aria-hidden />}
      {urgent === 'soon' && <IconClockExclamation size={14} aria-hidden />}
      <TimeText at={at} date inherit />
      <Text span size="xs" className={classes.days}>
        {daysInWords(days)}
      </Text>
    </Group>
  )
}
