import { Button, Group, Text } from '@mantine/core'
import { IconCalendarCheck, IconRefresh, IconRefreshOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Overview } from '@/api/queries/overview'
import { EmptyState } from '@/parts/EmptyState'
import { PathLink } from '@/parts/links'
import { MoneyText } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import { daysUntil, TimeText } from '@/parts/TimeText'
import { subscriptionPath } from './kinds'
import classes from './Overview.module.css'

type Renewal = Overview['renewals'][number]

const FEW = 8

/** What renews or ends in the next 90 days, soonest first. */
export function Renewals({ renewals }: { renewals: Overview['renewals'] }) {
  const [all, setAll] = useState(false)
  const sorted = renewals.toSorted((a, b) => a.at.localeCompare(b.at))
  const shown = all ? sorted : sorted.slice(0, FEW)
  return (
    <Panel title="Renewals of the next 90 days" flush>
      {renewals.length === 0 ? (
        <EmptyState icon={IconCalendarCheck} title="Nothing renews in the next 90 days" />
      ) : (
        <ul className={classes.list}>
          {shown.map((renewal) => (
            <li key={`${renewal.account} ${renewal.kind} ${renewal.name} ${renewal.at}`}>
              <Line renewal={renewal} />
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

function Line({ renewal }: { renewal: Renewal }) {
  const days = daysUntil(renewal.at)
  const content = (
    <>
      <span className={classes.grow}>
        <Text size="sm" span style={{ overflowWrap: 'anywhere' }}>
          {renewal.name}
        </Text>
        <Group gap={4} component="span">
          <AutoRenew on={renewal.auto_renew} />
          <Text size="xs" c="dimmed" span>
            {renewal.account}
          </Text>
        </Group>
      </span>
      <Text size="sm" className={classes.end} component="span">
        {renewal.price && <MoneyText money={renewal.price} />}
      </Text>
      <Text size="sm" c="dimmed" className={classes.end} w={104} component="span">
        <TimeText at={renewal.at} date />
        <br />
        {days < 0 ? 'passed' : days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`}
      </Text>
    </>
  )
  return renewal.kind === 'domain' ? (
    <Link
      to="/domains/$account/$name"
      params={{ account: renewal.account, name: renewal.name }}
      className={classes.item}
    >
      {content}
    </Link>
  ) : (
    <PathLink path={subscriptionPath(renewal.account, renewal.name)} className={classes.item}>
      {content}
    </PathLink>
  )
}

function AutoRenew({ on }: { on: boolean | null | undefined }) {
  if (on == null) return null
  const Mark = on ? IconRefresh : IconRefreshOff
  return (
    <Text size="xs" c="dimmed" span>
      <Mark size={12} aria-hidden style={{ verticalAlign: '-2px' }} />{' '}
      {on ? 'renews by itself,' : 'ends unless renewed,'}
    </Text>
  )
}
