import { Anchor, Text } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Overview } from '@/api/queries/overview'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { OutcomeBadge } from '@/rooms/activity/OutcomeBadge'
import { actionWords, subjectWords } from '@/rooms/activity/words'
import classes from './Overview.module.css'

/** The newest entries of the journal. */
export function Changes({ changes }: { changes: Overview['changes'] }) {
  return (
    <Panel
      title="Last changes"
      flush
      actions={
        <Anchor component={Link} to="/activity" size="sm">
          All activity
        </Anchor>
      }
    >
      {changes.length === 0 ? (
        <EmptyState icon={IconActivity} title="Nothing has been changed yet" />
      ) : (
        <ul className={classes.list}>
          {changes.map((entry) => (
            <li key={entry.id}>
              <Link to="/activity" search={{ open: entry.id }} className={classes.item}>
                <span className={classes.grow}>
                  <Text size="sm" span style={{ overflowWrap: 'anywhere' }}>
                    {actionWords(entry.action)}
                    {entry.subject && (
                      <>
                        : <b>{subjectWords(entry)}</b>
                      </>
                    )}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {[entry.actor, entry.account].filter(Boolean).join(', ')}
                  </Text>
                </span>
                {entry.outcome !== 'done' && <OutcomeBadge outcome={entry.outcome} />}
                <Text size="sm" c="dimmed" className={classes.end} component="span">
                  <TimeText at={entry.at} />
                </Text>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
