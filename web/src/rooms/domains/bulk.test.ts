import { expect, test } from 'vitest'
import { runAll, type Result } from './bulk'

test('every item gets a result, and one failure stops no other', async () => {
  let running = 0
  let most = 0
  const results = new Map<number, Result<number>>()
  await runAll(
    [1, 2, 3, 4, 5, 6, 7],
    async (item) => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
      if (item === 3) throw new Error('refused')
      return item * 10
    },
    (item, result) => results.set(item, result),
    3,
  )
  expect(most).toBe(3)
  expect([...results.values()].filter((result) => result.state === 'done')).toHaveLength(6)
  expect(results.get(3)).toMatchObject({ state: 'failed' })
  expect(results.get(7)).toEqual({ state: 'done', value: 70 })
})
