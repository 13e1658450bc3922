import { Button, Group, Paper, Text } from '@mantine/core'
import { useZone } from '../zone/context'
import classes from './StageBar.module.css'

/** What is staged, always in sight. */
export function StageBar() {
  const { stage, clear, go } = useZone()
  if (stage.size === 0) return null
  const entries = [...stage.values()]
  const added = entries.filter((entry) => !entry.base).length
  const removed = entries.filter((entry) => !entry.next).length
  const changed = entries.length - added - removed
  const parts = [added && `${added} new`, changed && `${changed} changed`, removed && `${removed} deleted`]
  return (
    <Paper role="region" aria-label="Staged changes" shadow="md" className={classes.bar}>
      <Group gap="sm" justify="space-between">
        <Group gap="sm">
          <Text fw={600} size="sm" aria-live="polite">
            {stage.size === 1 ? '1 change' : `${stage.size.toLocaleString()} changes`}
          </Text>
          <Text size="sm" c="dimmed" visibleFrom="xs">
            {parts.filter(Boolean).join(', ')}. Nothing is sent before you apply.
          </Text>
        </Group>
        <Group gap="xs">
          <Button variant="default" onClick={clear}>
            Discard
          </Button>
          <Button onClick={() => go({ open: 'review' })}>Review</Button>
        </Group>
      </Group>
    </Paper>
  )
}
