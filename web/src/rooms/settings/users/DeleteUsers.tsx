import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'
import { notifyDone } from '@/parts/notify'
import { Results, useJobs } from '@/parts/Jobs'

interface Props {
  users: Schemas['UserBody'][]
  close: () => void
  onDone: () => void
}

export function DeleteUsers({ users, close, onDone }: Props) {
  const client = useQueryClient()
  const { results, busy, run, isDone } = useJobs()
  const jobs = users.map((user) => ({
    id: user.id,
    label: user.name,
    run: () => ok(api.DELETE('/api/users/{id}', { params: { path: { id: user.id } } })),
  }))
  const started = Object.keys(results).length > 0

  async function go() {
    const all = await run(jobs.filter((job) => !isDone(job.id)))
    await client.invalidateQueries({ queryKey: ['users'] })
    if (!all) return
    notifyDone(users.length === 1 ? 'The user is deleted' : `${users.length} users are deleted`)
    onDone()
    close()
  }

  return (
    <Stack gap="md">
      <Text size="sm">
        Their sessions end at once: {users.map((user) => user.name).join(', ')}. What they did stays in the activity.
      </Text>
      <Results jobs={jobs} results={results} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {started ? 'Close' : 'Cancel'}
        </Button>
        <Button color="red.8" loading={busy} onClick={() => void go()}>
          {started ? 'Try again' : users.length === 1 ? 'Delete user' : `Delete ${users.length} users`}
        </Button>
      </Group>
    </Stack>
  )
}
