// What every part of a zone's page works on: the sets, what is staged, and what the account can.
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { accountQuery } from '@/api/queries/accounts'
import { protectionQuery, recordsQuery } from '@/api/queries/dns'
import { useReadOnlyReason, useSession } from '@/app/session'
import { keepDisabled, keyOf, setsOf, whyFixed, type SetData, type SetMap } from '../records/model'
import type { ZoneSearch } from '../routes'
import { effective, settled, staged, useStage, type Stage, type StageOf, type Wanted } from '../stage/store'

export interface Facts {
  types: readonly string[]
  min: number
  max: number | null
  fallback: number
  /** Whether values can be kept without being served. */
  switches: boolean
}

export interface ZoneScope extends StageOf {
  account: string
  zone: string
  driver: string | undefined
  capabilities: readonly string[]
  facts: Facts
  sets: SetMap
  /** The zone as it would be with what is staged. */
  after: SetMap
  protectedSets: ReadonlySet<string>
  isZoneProtected: boolean
  records: { error: unknown; isLoaded: boolean; refetch: () => void }
  /** Why this person may change nothing at all. */
  readOnly: string | undefined
  /** Why nothing in the zone may be changed: that, or its protection. */
  frozen: string | undefined
  /** Why this set may not be changed. */
  whyLocked: (name: string, type: string) => string | undefined
  /** Stages one set, exactly. */
  put: (name: string, type: string, next: SetData | null) => void
  /** Stages sets of which only the served values are meant: disabled ones stay. */
  putAll: (wanted: readonly Wanted[]) => void
  /** Changes what the URL says. */
  go: (place: ZoneSearch) => void
  /** Keys of the sets that are to be copied; all where it is undefined. */
  chosen: readonly string[] | undefined
  setChosen: (keys: readonly string[] | undefined) => void
}

const Scope = createContext<ZoneScope | undefined>(undefined)

export function useZone(): ZoneScope {
  const scope = useContext(Scope)
  if (!scope) throw new Error('outside of a zone')
  return scope
}

const NO_SETS: SetMap = new Map()
const NOTHING: readonly string[] = []

export function ZoneProvider({ account, zone, children }: { account: string; zone: string; children: ReactNode }) {
  const { user } = useSession()
  const readOnly = useReadOnlyReason()
  const navigate = useNavigate({ from: '/dns/$account/$zone' })
  const details = useQuery(accountQuery(account))
  const records = useQuery(recordsQuery(account, zone))
  const protection = useQuery(protectionQuery(account, zone))
  const stageOf = useStage(user?.name ?? '', account, zone)
  const { change } = stageOf
  const [chosen, setChosen] = useState<readonly string[]>()

  const sets = useMemo(() => (records.data ? setsOf(records.data) : NO_SETS), [records.data])
  useEffect(() => {
    if (records.data) change((old: Stage) => settled(old, sets))
  }, [records.data, sets, change])

  const locked = useMemo(
    () => new Set((protection.data?.sets ?? []).map((set) => keyOf(set.name, set.type))),
    [protection.data],
  )

  const scope = useMemo<ZoneScope>(() => {
    const dns = details.data?.dns
    const isZoneProtected = protection.data?.zone === true
    const frozen =
      readOnly ?? (isZoneProtected ? 'The zone is protected: lift the protection in Settings first.' : undefined)
    const types = dns?.record_types
    return {
      ...stageOf,
      chosen,
      setChosen,
      account,
      zone,
      driver: details.data?.driver,
      capabilities: details.data?.capabilities ?? NOTHING,
      facts: {
        types: dns?.record_types ?? NOTHING,
        min: dns?.min_ttl ?? 0,
        max: dns?.max_ttl ?? null,
        fallback: dns?.default_ttl ?? 3600,
        switches: dns?.switches_values ?? false,
      },
      sets,
      after: effective(sets, stageOf.stage),
      protectedSets: locked,
      isZoneProtected,
      records: {
        error: records.error,
        isLoaded: records.data !== undefined && !details.isPending,
        refetch: () => void records.refetch(),
      },
      readOnly,
      frozen,
      whyLocked: (name, type) => {
        if (frozen) return frozen
        if (locked.has(keyOf(name, type))) return 'This set is protected: lift the protection in Settings first.'
        const fixed = whyFixed(type)
        if (fixed) return fixed
        return types && !types.includes(type) && !/^TYPE\d+$/.test(type)
          ? `This account cannot write ${type} records.`
          : undefined
      },
      put: (name, type, next) => stageOf.change((old) => staged(old, sets, [{ name, type, next }])),
      putAll: (wanted) =>
        stageOf.change((old) => {
          const now = effective(sets, old)
          const whole = wanted.map((one) =>
            one.next ? { ...one, next: keepDisabled(now.get(keyOf(one.name, one.type)), one.next) } : one,
          )
          return staged(old, sets, whole)
        }),
      go: (place) =>
        void navigate({
          to: '.',
          search: (old) => ({ ...old, ...place }),
          replace: place.tab === undefined,
          resetScroll: false,
        }),
    }
    // `records.refetch` is as stable as the query.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [
    account,
    zone,
    details.data,
    details.isPending,
    locked,
    protection.data,
    records.data,
    records.error,
    sets,
    stageOf.stage,
    readOnly,
    navigate,
    chosen,
  ])

  return <Scope value={scope}>{children}</Scope>
}
