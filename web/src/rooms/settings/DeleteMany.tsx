import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Results, useJobs, type Job } from '@/parts/Jobs'

interface Props {
  jobs: readonly Job[]
  /** What is lost, and what is not. */
  children: ReactNode
  /** The button's word, such as `Delete 3 users`. */
  action: string
  close: () => void
  /** After each attempt, whether or not all went. */
  onTried: () => Promise<unknown>
  /** All are gone. */
  onDone: () => void
}

/** Deletes one or several, each with its own result; what failed can be tried again. */
export function DeleteMany({ jobs, children, action, close, onTried, onDone }: Props) {
  const { results, busy, run, isDone } = useJobs()
  const started = Object.keys(results).length > 0

  async function go() {
    const all = await run(jobs.filter((job) => !isDone(job.id)))
    await onTried()
    if (!all) return
    onDone()
    close()
  }

  return (
    <Stack gap="md">
      <Text component="div" size="sm">
        {children}
      </Text>
      <Results jobs={jobs} results={results} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {started ? 'Close' : 'Cancel'}
        </Button>
        <Button color="red.8" loading={busy} onClick={() => void go()} data-autofocus>
          {started ? 'Try again' : action}
        </Button>
      </Group>
    </Stack>
  )
}
