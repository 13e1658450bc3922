// The server's event stream: what changes anywhere is asked for again here, if it is on screen.
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { api, ok } from '@/api/client'
import { untilSignedIn } from '@/app/session-gate'
import { keysFor, type LiveEvent } from './events'

export type LiveState = 'connecting' | 'live' | 'lost'

const KINDS = ['journal', 'order', 'domain_sync', 'zone', 'account', 'lagged'] as const

let state: LiveState = 'connecting'
const watchers = new Set<() => void>()
const listeners = new Set<(event: LiveEvent) => void>()

function become(next: LiveState) {
  if (next === state) return
  state = next
  for (const watcher of watchers) watcher()
}

/** Whether what is on screen follows the server by itself. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => state,
  )
}

/** Tells a part of the page of every event, such as for a progress bar. `listener` must be stable. */
export function useLiveEvent(listener: (event: LiveEvent) => void) {
  useEffect(() => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [listener])
}

/** Keeps one stream open for as long as somebody is signed in. */
export function useLiveUpdates() {
  const client = useQueryClient()
  useEffect(() => follow(client), [client])
}

function follow(client: QueryClient): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = 1000
  let hasBeenLive = false
  let closed = false
  const pending = new Set<string>()
  let flush: ReturnType<typeof setTimeout> | undefined

  // A bulk change is hundreds of events: each query is asked for once per moment.
  function invalidateSoon(keys: readonly (readonly unknown[])[]) {
    for (const key of keys) pending.add(JSON.stringify(key))
    flush ??= setTimeout(() => {
      flush = undefined
      for (const key of pending) void client.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] })
      pending.clear()
    }, 300)
  }

  function onEvent(message: MessageEvent<string>) {
    let event: LiveEvent
    try {
      event = JSON.parse(message.data) as LiveEvent
    } catch {
      return
    }
    invalidateSoon(keysFor(event))
    for (const listener of listeners) listener(event)
  }

  function open() {
    source = new EventSource('/api/events')
    source.onopen = () => {
      wait = 1000
      become('live')
      // What happened in between has been missed.
      if (hasBeenLive) void client.invalidateQueries()
      hasBeenLive = true
    }
    source.onerror = () => {
      source?.close()
      become('lost')
      timer = setTimeout(() => void reopen(), wait)
      wait = Math.min(wait * 2, 30_000)
    }
    for (const kind of KINDS) source.addEventListener(kind, onEvent)
  }

  /** The stream ends with the session: then the person is asked first, and is not left with old data. */
  async function reopen() {
    const status = await ok(api.GET('/api/auth/status')).catch(() => undefined)
    if (status && !status.authenticated) await untilSignedIn()
    if (!closed) open()
  }

  open()
  return () => {
    closed = true
    source?.close()
    clearTimeout(timer)
    clearTimeout(flush)
    become('connecting')
  }
}
