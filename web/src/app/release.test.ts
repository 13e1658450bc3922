import { expect, test, vi } from 'vitest'
import { reloadOnNewRelease } from './release'

function fail(): boolean {
  return dispatchEvent(new Event('vite:preloadError', { cancelable: true }))
}

test('a page of an old release is loaded anew once, not in a loop', () => {
  sessionStorage.clear()
  const reload = vi.fn()
  reloadOnNewRelease(reload)
  expect(fail()).toBe(false)
  expect(fail()).toBe(true)
  expect(reload).toHaveBeenCalledTimes(1)
  vi.useFakeTimers({ now: Date.now() + 120_000 })
  expect(fail()).toBe(false)
  expect(reload).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})
