import { Box, Button, Paper, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { Schemas } from '@/api/client'
import { StatusBadge, type Tone } from '../StatusBadge'
import { ttlWords } from '../ttl'
import classes from './PlanDiff.module.css'

type Change = Schemas['ChangeBody']

/** How a set ended where an apply stopped half-way. */
export type Outcome = 'applied' | 'open' | 'unknown'

const ACTIONS: Record<string, { word: string; tone: Tone }> = {
  create: { word: 'new', tone: 'good' },
  replace: { word: 'changed', tone: 'warn' },
  delete: { word: 'deleted', tone: 'bad' },
}

const OUTCOMES: Record<Outcome, { word: string; tone: Tone }> = {
  applied: { word: 'applied', tone: 'good' },
  open: { word: 'not applied', tone: 'bad' },
  unknown: { word: 'not known', tone: 'warn' },
}

/** More are shown on request: the page stays quick with whole zones. */
const FIRST = 100

interface Props {
  changes: readonly Change[]
  zone: string
  /** How each set ended, by `name TYPE`. */
  outcome?: ((set: string) => Outcome) | undefined
}

/** What a plan or two versions of a zone differ in, set by set. */
export function PlanDiff({ changes, zone, outcome }: Props) {
  const [all, setAll] = useState(false)
  const shown = all ? changes : changes.slice(0, FIRST)
  return (
    <Box>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }} aria-label="Changes">
        {shown.map((change) => {
          const set = change.after ?? change.before
          const key = set && `${set.name} ${set.type}`
          return key && <ChangeItem key={key} change={change} zone={zone} outcome={outcome?.(key)} />
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

interface Line {
  text: string
  /** Kept by the provider without being served. */
  disabled: boolean
}

function linesOf(set: Schemas['SetBody'] | null | undefined): Line[] {
  const served = (set?.values ?? []).map((text) => ({ text, disabled: false }))
  return [...served, ...(set?.disabled ?? []).map((text) => ({ text, disabled: true }))]
}

const MARKS = {
  gone: { mark: '-', says: 'goes' },
  same: { mark: '=', says: 'stays' },
  come: { mark: '+', says: 'comes' },
} as const

function ChangeItem({ change, zone, outcome }: { change: Change; zone: string; outcome: Outcome | undefined }) {
  const { before, after } = change
  const set = after ?? before
  if (!set) return null
  const action = ACTIONS[change.action] ?? { word: change.action, tone: 'neutral' as const }
  const own = set.name === zone ? '@' : set.name.endsWith(`.${zone}`) ? set.name.slice(0, -zone.length - 1) : set.name
  const [old, next] = [linesOf(before), linesOf(after)]
  const isIn = (lines: readonly Line[], line: Line) =>
    lines.some((one) => one.text === line.text && one.disabled === line.disabled)
  const show = (kind: keyof typeof MARKS, line: Line) => (
    <li key={`${kind} ${line.disabled} ${line.text}`} className={classes[kind]}>
      <span aria-label={MARKS[kind].says}>{MARKS[kind].mark}</span>
      <span className={classes.text}>{line.text}</span>
      {line.disabled && <span className={classes.note}>not served</span>}
    </li>
  )
  return (
    <li className={classes.change} data-outcome={outcome}>
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
          {before && after && before.ttl !== after.ttl && (
            <>
              <Text span inherit td="line-through" title={`${before.ttl} seconds`}>
                {ttlWords(before.ttl)}
              </Text>{' '}
            </>
          )}
          <Text
            span
            inherit
            title={`${set.ttl} seconds`}
            {...(before && after && before.ttl !== after.ttl ? { c: 'var(--mantine-color-text)', fw: 600 } : {})}
          >
            {ttlWords(set.ttl)}
          </Text>
        </span>
        {outcome && (
          <StatusBadge tone={OUTCOMES[outcome].tone} size="sm" ml="auto">
            {OUTCOMES[outcome].word}
          </StatusBadge>
        )}
      </div>
      <ul className={classes.lines}>
        {old.filter((line) => !isIn(next, line)).map((line) => show('gone', line))}
        {next.filter((line) => isIn(old, line)).map((line) => show('same', line))}
        {next.filter((line) => !isIn(old, line)).map((line) => show('come', line))}
      </ul>
    </li>
  )
}

/** The border around a diff that stands by itself. */
export function DiffFrame({ children }: { children: ReactNode }) {
  return (
    <Paper withBorder bg="transparent" style={{ borderColor: 'var(--setec-line)', overflow: 'hidden' }}>
      {children}
    </Paper>
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
