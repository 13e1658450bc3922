// One change to many domains: a few at a time, with a result for each.
import { useCallback, useRef, useState } from 'react'

export type Result<T> =
  { state: 'waiting' | 'running' } | { state: 'done'; value: T } | { state: 'failed'; error: unknown }

const AT_ONCE = 4

/** Runs `act` over all items, `atOnce` at a time, and tells of each step. Never rejects. */
export async function runAll<Item, T>(
  items: readonly Item[],
  act: (item: Item) => Promise<T>,
  tell: (item: Item, result: Result<T>) => void,
  atOnce = AT_ONCE,
): Promise<void> {
  let next = 0
  async function worker() {
    for (;;) {
      const item = items[next]
      next += 1
      if (item === undefined) return
      tell(item, { state: 'running' })
      try {
        tell(item, { state: 'done', value: await act(item) })
      } catch (error) {
        tell(item, { state: 'failed', error })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}

/** State of such a run; `run` does nothing while one is under way. */
export function useRun<Item, T>(idOf: (item: Item) => string, act: (item: Item) => Promise<T>) {
  const [results, setResults] = useState<ReadonlyMap<string, Result<T>>>(new Map())
  const [isRunning, setRunning] = useState(false)
  const busy = useRef(false)

  const run = useCallback(
    async (items: readonly Item[]) => {
      if (busy.current || items.length === 0) return
      busy.current = true
      setRunning(true)
      setResults((old) => new Map([...old, ...items.map((item) => [idOf(item), { state: 'waiting' }] as const)]))
      await runAll(items, act, (item, result) => setResults((old) => new Map(old).set(idOf(item), result)))
      busy.current = false
      setRunning(false)
    },
    [idOf, act],
  )
  const count = (state: Result<T>['state']) => [...results.values()].filter((result) => result.state === state).length
  return { results, isRunning, run, hasRun: results.size > 0, done: count('done'), failed: count('failed') }
}
