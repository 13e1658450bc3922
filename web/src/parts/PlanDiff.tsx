// What a plan or two versions of a zone differ in, set by set.
//   <PlanDiff changes={plan.changes} zone="example.com" />
import { Box, Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { Schemas } from '@/api/client'
import { StatusBadge, type Tone } from './StatusBadge'
import classes from './PlanDiff.module.css'

type Change = Schemas['ChangeBody']

const ACTIONS: Record<string, { word: string; tone: Tone }> = {
  create: { word: 'new', tone: 'good' },
  replace: { word: 'changed', tone: 'warn' },
  delete: { word: 'deleted', tone: 'bad' },
}

/** More are shown on request: the page stays quick with whole zones. */
const FIRST = 100

export function PlanDiff({ changes, zone }: { changes: readonly Change[]; zone: string }) {
  const [all, setAll] = useState(false)
  const shown = all ? changes : changes.slice(0, FIRST)
  return (
    <Box>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }} aria-label="Changes">
        {shown.map((change) => {
          const set = change.after ?? change.before
          return set && <ChangeItem key={`${set.name} ${set.type}`} change={change} zone={zone} />
        })}
      </ul>
      {shown.length < changes.length && (
        <Box p="sm">
          <Button variant="default" size="xs" onClick={() => setAll(true)}>
            Show all {changes.length.toLocaleString()} changes
          </Button>
        </Box>
      )}
    </Box>
  )
}

function ChangeItem({ change, zone }: { change: Change; zone: string }) {
  const { before, after } = change
  const set = after ?? before
  if (!set) return null
  const action = ACTIONS[change.action] ?? { word: change.action, tone: 'neutral' as const }
  const own = set.name === zone ? '@' : set.name.endsWith(`.${zone}`) ? set.name.slice(0, -zone.length - 1) : set.name
  const gone = before ? before.values.filter((value) => !after?.values.includes(value)) : []
  const same = before && after ? after.values.filter((value) => before.values.includes(value)) : []
  const come = after ? after.values.filter((value) => !before?.values.includes(value)) : []
  const line = (mark: string, look: string | undefined, value: string) => (
    <li key={mark + value} className={look}>
      <span aria-label={mark === '+' ? 'comes' : mark === '-' ? 'goes' : 'stays'}>{mark}</span>
      <span>{value}</span>
    </li>
  )
  return (
    <li className={classes.change}>
      <div className={classes.head}>
        <StatusBadge tone={action.tone} size="sm">
          {action.word}
        </StatusBadge>
        <span className={classes.name}>
          {own}
          {own !== set.name && <span className={classes.suffix}>{own === '@' ? ` ${zone}` : `.${zone}`}</span>}
        </span>
        <span className={classes.type}>{set.type}</span>
        <span className={classes.ttl}>
          TTL{' '}
          {before && after && before.ttl !== after.ttl ? (
            <>
              <Text span inherit td="line-through">
                {before.ttl}
              </Text>{' '}
              <Text span inherit c="var(--mantine-color-text)" fw={600}>
                {after.ttl}
              </Text>
            </>
          ) : (
            set.ttl
          )}{' '}
          s
        </span>
      </div>
      <ul className={classes.lines}>
        {gone.map((value) => line('-', classes.gone, value))}
        {same.map((value) => line('=', classes.same, value))}
        {come.map((value) => line('+', classes.come, value))}
      </ul>
    </li>
  )
}

/** `2 new, 1 changed, 3 deleted`. */
export function countChanges(changes: readonly Change[]): string {
  const words = Object.entries(ACTIONS).map(([action, { word }]) => {
    const count = changes.filter((change) => change.action === action).length
    return count > 0 ? `${count.toLocaleString()} ${word}` : ''
  })
  return words.filter(Boolean).join(', ')
}
