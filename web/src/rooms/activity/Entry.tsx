import { Anchor, Box, Code, Drawer, Group, Stack, Text, Title } from '@mantine/core'
import type { JournalEntry } from '@/api/queries/journal'
import { sentence } from '@/api/error'
import { CopyText } from '@/parts/CopyText'
import { KeyValues } from '@/parts/KeyValues'
import { PathLink } from '@/parts/links'
import { TimeText } from '@/parts/TimeText'
import classes from './Entry.module.css'
import { changeLines } from './diff'
import { OutcomeBadge } from './OutcomeBadge'
import { actionWords, doorWords, subjectLink, subjectWords } from './words'

interface Props {
  entry: JournalEntry | undefined
  onClose: () => void
  /** Narrows the list to one person. */
  onActor: (actor: string) => void
}

/** One entry of the journal with what was before and after. */
export function EntryDrawer({ entry, onClose, onActor }: Props) {
  return (
    <Drawer opened={entry !== undefined} onClose={onClose} title={entry ? actionWords(entry.action) : ''}>
      {entry && <Entry entry={entry} onActor={onActor} />}
    </Drawer>
  )
}

function Entry({ entry, onActor }: { entry: JournalEntry; onActor: (actor: string) => void }) {
  const lines = changeLines(entry.before, entry.after)
  const link = subjectLink(entry)
  return (
    <Stack gap="lg">
      <KeyValues
        items={[
          ['Result', <OutcomeBadge key="outcome" outcome={entry.outcome} />],
          entry.detail != null && ['Reason', sentence(entry.detail)],
          ['When', <TimeText key="at" at={entry.at} exact />],
          [
            'Who',
            <Group key="actor" gap="xs">
              {entry.actor}, {doorWords(entry.door)}
              <Anchor component="button" type="button" size="sm" onClick={() => onActor(entry.actor)}>
                Only by {entry.actor}
              </Anchor>
            </Group>,
          ],
          entry.account != null && ['Account', entry.account],
          entry.subject != null && [
            'What',
            link ? (
              <PathLink key="subject" path={link}>
                {subjectWords(entry)}
              </PathLink>
            ) : (
              subjectWords(entry)
            ),
          ],
          ['Action', <Code key="action">{entry.action}</Code>],
          entry.request_id != null && [
            'Request',
            <CopyText key="request" value={entry.request_id} label="request id" />,
          ],
        ]}
      />
      <section>
        <Title order={3} mb={6}>
          Before and after
        </Title>
        {lines.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing was kept of this change.
          </Text>
        ) : (
          <Box className={classes.diff} tabIndex={0} role="group" aria-label="Before and after">
            {lines.map((line, index) => (
              <div key={index} className={classes.line} data-sign={line.sign}>
                <span className={classes.sign}>{line.sign}</span>
                <span className="visually-hidden">
                  {line.sign === '+' ? 'added' : line.sign === '-' ? 'removed' : ''}
                </span>
                {line.text}
              </div>
            ))}
          </Box>
        )}
      </section>
      {entry.answers.length > 0 && (
        <section>
          <Title order={3} mb={6}>
            What the provider answered
          </Title>
          <Stack gap={8}>
            {entry.answers.map((answer, index) => (
              <div key={index}>
                <Text className="mono">{answer.call}</Text>
                <Text className="mono" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {answer.text}
                </Text>
              </div>
            ))}
          </Stack>
        </section>
      )}
    </Stack>
  )
}
