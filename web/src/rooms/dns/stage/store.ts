// Changes that are wanted but not made yet. They outlive a reload in this tab's session storage; records are
// public, nothing secret is in there.
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { sameData, keyOf, type RecordSet, type SetData, type SetMap } from '../records/model'

/** One set as it shall become; `next: null` deletes it. */
export interface Staged {
  name: string
  type: string
  /** What it was when it was staged. */
  base: SetData | null
  next: SetData | null
}

export type Stage = ReadonlyMap<string, Staged>

const EMPTY: Stage = new Map()
const stages = new Map<string, Stage>()
const watchers = new Set<() => void>()

const slot = (owner: string, account: string, zone: string) => `setec.stage.${owner}.${account}.${zone}`

function read(key: string): Stage {
  const known = stages.get(key)
  if (known) return known
  let stage = EMPTY
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]')
    if (Array.isArray(kept) && kept.length > 0) {
      stage = new Map((kept as Staged[]).map((entry) => [keyOf(entry.name, entry.type), entry]))
    }
  } catch {
    // What cannot be read is as good as nothing.
  }
  stages.set(key, stage)
  return stage
}

function write(key: string, stage: Stage) {
  stages.set(key, stage)
  try {
    if (stage.size === 0) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, JSON.stringify([...stage.values()]))
  } catch {
    // A full or forbidden storage: the changes live as long as the page.
  }
  for (const watcher of watchers) watcher()
}

/** A set as it shall become. */
export interface Wanted {
  name: string
  type: string
  next: SetData | null
}

/** `stage` with further sets; what would change nothing is dropped. */
export function staged(stage: Stage, sets: SetMap, wanted: readonly Wanted[]): Stage {
  const after = new Map(stage)
  for (const { name, type, next } of wanted) {
    const key = keyOf(name, type)
    const now = dataOf(sets.get(key))
    if (sameData(now, next)) after.delete(key)
    else after.set(key, { name, type, base: stage.get(key)?.base ?? now, next })
  }
  return after
}

function dataOf(set: RecordSet | undefined): SetData | null {
  return set ? { ttl: set.ttl, values: set.values } : null
}

/** The zone as it would be. */
export function effective(sets: SetMap, stage: Stage): SetMap {
  if (stage.size === 0) return sets
  const after = new Map(sets)
  for (const [key, { name, type, next }] of stage) {
    if (next) after.set(key, { name, type, ...next })
    else after.delete(key)
  }
  return after
}

/** Without what the zone already is, such as after an apply or a change elsewhere. */
export function settled(stage: Stage, sets: SetMap): Stage {
  const left = [...stage].filter(([key, entry]) => !sameData(dataOf(sets.get(key)), entry.next))
  return left.length === stage.size ? stage : new Map(left)
}

/** Whether the set has changed at the provider since it was staged. */
export function hasMoved(entry: Staged, sets: SetMap): boolean {
  return !sameData(entry.base, dataOf(sets.get(keyOf(entry.name, entry.type))))
}

export interface StageOf {
  stage: Stage
  change: (update: (stage: Stage) => Stage) => void
  drop: (keys: readonly string[]) => void
  clear: () => void
}

/** The staged changes of a zone; `owner` is who staged them. */
export function useStage(owner: string, account: string, zone: string): StageOf {
  const key = slot(owner, account, zone)
  const stage = useSyncExternalStore(
    useCallback((watcher: () => void) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    }, []),
    () => read(key),
  )
  const actions = useMemo(
    () => ({
      change: (update: (stage: Stage) => Stage) => {
        const before = read(key)
        const after = update(before)
        if (after !== before) write(key, after)
      },
      drop: (keys: readonly string[]) => {
        const after = new Map(read(key))
        for (const gone of keys) after.delete(gone)
        write(key, after)
      },
      clear: () => write(key, EMPTY),
    }),
    [key],
  )
  return { stage, ...actions }
}
