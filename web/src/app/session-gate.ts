import { useSyncExternalStore } from 'react'

// One gate for the whole page: whoever meets a 401 waits here, and the shell shows the sign-in.

let waiting: (() => void)[] = []
let closed = false
const listeners = new Set<() => void>()

function changed() {
  for (const listener of listeners) listener()
}

/** Resolves once somebody has signed in again; rejects when the request is no longer wanted. */
export function untilSignedIn(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    waiting.push(resolve)
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    closeGate()
  })
}

/** Says that the session has ended. */
export function closeGate() {
  if (closed) return
  closed = true
  changed()
}

/** Lets everything go on that has waited. */
export function openGate() {
  const all = waiting
  waiting = []
  closed = false
  changed()
  for (const resolve of all) resolve()
}

/** Whether the session has ended since the page was opened. */
export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => closed,
  )
}
