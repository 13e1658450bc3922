import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { notifyDone } from '@/parts/notify'
import type { Copy } from './model'
import { Results, useJobs } from '@/parts/Jobs'

interface Props {
  copies: readonly Copy[]
  close: () => void
  onDone?: () => void
}

/** Asks, deletes the copies, and tells of each. */
export function DeleteKeys({ copies, close, onDone }: Props) {
  const client = useQueryClient()
  const { results, busy, run, isDone } = useJobs()
  const jobs = copies.map((copy) => ({
    id: `${copy.account}/${copy.id}`,
    label: `${copy.name} at ${copy.account}`,
    run: () =>
      ok(
        api.DELETE('/api/hosting/providers/{provider}/ssh-keys/{id}', {
          params: { path: { provider: copy.account, id: copy.id } },
        }),
      ),
  }))
  const started = Object.keys(results).length > 0

  async function go() {
    const all = await run(jobs.filter((job) => !isDone(job.id)))
    await client.invalidateQueries({ queryKey: ['ssh-keys'] })
    if (all) {
      notifyDone(copies.length === 1 ? 'The key is deleted' : `${copies.length} keys are deleted`)
      close()
      onDone?.()
    }
  }

  return (
    <Stack gap="md">
      <Text size="sm">
        New servers cannot get {copies.length === 1 ? 'this key' : 'these keys'} any more. Servers that have{' '}
        {copies.length === 1 ? 'it' : 'them'} keep {copies.length === 1 ? 'it' : 'them'}: remove it there as well if it
        must not be used again.
      </Text>
      {!started && (
        <Text size="sm" component="ul" m={0} ps="lg">
          {jobs.map((job) => (
            <li key={job.id}>{job.label}</li>
          ))}
        </Text>
      )}
      <Results jobs={jobs} results={results} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {started ? 'Close' : 'Cancel'}
        </Button>
        <Button color="red.8" loading={busy} onClick={() => void go()}>
          {started ? 'Try again' : copies.length === 1 ? 'Delete key' : `Delete ${copies.length} keys`}
        </Button>
      </Group>
    </Stack>
  )
}
