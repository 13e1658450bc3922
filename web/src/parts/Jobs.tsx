// The same step at several places, such as accounts, and what became of each.
//   const { results, busy, run } = useJobs()
//   <Results jobs={jobs} results={results} />   <Button loading={busy} onClick={() => void run(jobs)}>Send</Button>
import { Group, List, Loader, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { asApiError } from '@/api/error'

type Result = 'busy' | 'done' | { failed: string }

export interface Job {
  id: string
  label: string
  run: () => Promise<unknown>
}

/** Runs the jobs beside each other; each has its own result, and failed ones can be run again. */
export function useJobs() {
  const [results, setResults] = useState<Record<string, Result>>({})
  const [busy, setBusy] = useState(false)
  const put = (id: string, result: Result) => setResults((old) => ({ ...old, [id]: result }))

  async function run(jobs: readonly Job[]): Promise<boolean> {
    setBusy(true)
    const outcomes = await Promise.all(
      jobs.map(async (job) => {
        put(job.id, 'busy')
        try {
          await job.run()
          put(job.id, 'done')
          return true
        } catch (error) {
          const failure = asApiError(error)
          put(job.id, { failed: failure.message + (failure.requestId ? ` (request ${failure.requestId})` : '') })
          return false
        }
      }),
    )
    setBusy(false)
    return outcomes.every(Boolean)
  }
  return { results, busy, run, isDone: (id: string) => results[id] === 'done' }
}

interface Props {
  jobs: readonly Pick<Job, 'id' | 'label'>[]
  results: Record<string, Result>
}

export function Results({ jobs, results }: Props) {
  const shown = jobs.filter((job) => results[job.id] !== undefined)
  if (shown.length === 0) return null
  return (
    <List listStyleType="none" size="sm" spacing={6} aria-live="polite" aria-label="Results">
      {shown.map((job) => {
        const result = results[job.id]
        return (
          <List.Item key={job.id}>
            <Group gap={8} wrap="nowrap" align="flex-start">
              {result === 'busy' ? (
                <Loader size={14} mt={3} aria-label="under way" style={{ flex: 'none' }} />
              ) : result === 'done' ? (
                <IconCheck size={16} color="var(--mantine-color-green-7)" aria-label="done" style={{ flex: 'none' }} />
              ) : (
                <IconX size={16} color="var(--mantine-color-error)" aria-label="failed" style={{ flex: 'none' }} />
              )}
              <div style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
                <Text span inherit fw={500}>
                  {job.label}
                </Text>
                {typeof result === 'object' && (
                  <Text size="sm" c="var(--mantine-color-error)">
                    {result.failed}
                  </Text>
                )}
              </div>
            </Group>
          </List.Item>
        )
      })}
    </List>
  )
}
