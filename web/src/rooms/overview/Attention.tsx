import { Button, Text } from '@mantine/core'
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconChevronRight,
  IconCircleCheck,
  IconInfoCircle,
  type Icon,
} from '@tabler/icons-react'
import { useState } from 'react'
import { sentence } from '@/api/error'
import type { Overview } from '@/api/queries/overview'
import { EmptyState } from '@/parts/EmptyState'
import { PathLink } from '@/parts/links'
import { Panel } from '@/parts/Panel'
import type { Tone } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import { subscriptionPath } from './kinds'
import classes from './Overview.module.css'

type Item = Overview['attention'][number]

const FEW = 8

const SEVERITIES: Record<string, { tone: Tone; icon: Icon; word: string; rank: number }> = {
  error: { tone: 'bad', icon: IconAlertCircle, word: 'Problem', rank: 0 },
  warning: { tone: 'warn', icon: IconAlertTriangle, word: 'Warning', rank: 1 },
  notice: { tone: 'neutral', icon: IconInfoCircle, word: 'Note', rank: 2 },
}
const NOTE = { tone: 'neutral', icon: IconInfoCircle, word: 'Note', rank: 2 } as const

/** Their moment is the end of the term, which is not what they are about. */
const TERM_ONLY = ['domain_state', 'unpaid']

/** What somebody has to do something about, each with the way to the place where it is done. */
export function Attention({ items }: { items: Overview['attention'] }) {
  const [all, setAll] = useState(false)
  const sorted = items.toSorted((a, b) => severity(a).rank - severity(b).rank)
  const shown = all ? sorted : sorted.slice(0, FEW)
  return (
    <Panel title="Needs attention" flush>
      {items.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title="Nothing needs attention">
          Nothing expires soon, every account answers, and nothing waits for you.
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {shown.map((item, index) => (
            <li key={`${item.kind} ${item.link} ${index}`}>
              <Line item={item} />
            </li>
          ))}
        </ul>
      )}
      {sorted.length > FEW && (
        <Button variant="subtle" fullWidth radius={0} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show fewer' : `Show all ${sorted.length}`}
        </Button>
      )}
    </Panel>
  )
}

function Line({ item }: { item: Item }) {
  const { tone, icon: Mark, word } = severity(item)
  const account = item.account === item.subject ? undefined : item.account
  return (
    <PathLink path={placeOf(item)} className={classes.item}>
      <Mark size={18} stroke={1.7} className={classes.mark} data-tone={tone} aria-label={word} role="img" />
      <span className={classes.grow}>
        <Message item={item} />
        {account && (
          <Text size="xs" c="dimmed" hiddenFrom="xs" component="span" display="block">
            {account}
          </Text>
        )}
      </span>
      <Text size="sm" c="dimmed" className={classes.end} visibleFrom="xs" component="span">
        {account}
        {item.at && !TERM_ONLY.includes(item.kind) && (
          <>
            {account && <br />}
            <TimeText at={item.at} />
          </>
        )}
      </Text>
      <IconChevronRight size={16} stroke={1.5} aria-hidden color="var(--mantine-color-dimmed)" />
    </PathLink>
  )
}

/** A subscription's trouble is mended in its own line of the list. */
function placeOf(item: Item): string {
  return item.link === '/billing' && item.account ? subscriptionPath(item.account, item.subject) : item.link
}

/** Most messages begin with what they are about; the others have it above them. */
function Message({ item }: { item: Item }) {
  const rest = item.message.startsWith(item.subject) ? item.message.slice(item.subject.length) : undefined
  return (
    <Text size="sm" span style={{ overflowWrap: 'anywhere' }}>
      <b>{item.subject}</b>
      {rest ?? (
        <Text size="sm" c="dimmed" component="span" display="block">
          {sentence(item.message)}
        </Text>
      )}
    </Text>
  )
}

function severity(item: Item) {
  return SEVERITIES[item.severity] ?? NOTE
}
