import { Alert, Drawer, Text } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { api, ok } from '@/api/client'
import { ApiError } from '@/api/error'
import { PlanReview } from '@/parts/PlanReview'
import { recordsOf, type RecordSet } from '../records/model'
import { hasMoved } from '../stage/store'
import { useZone } from '../zone/context'

/** The staged changes as a plan. */
export function ReviewDrawer() {
  const { open } = useSearch({ from: '/dns/$account/$zone' })
  const scope = useZone()
  const isOpen = open === 'review'
  return (
    <Drawer
      opened={isOpen}
      onClose={() => scope.go({ open: undefined })}
      title="Review"
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isOpen && scope.records.isLoaded && <Review />}
    </Drawer>
  )
}

function Review() {
  const { account, zone, stage, sets, drop, go } = useZone()
  // What is on review does not change beneath it; planning again takes what is staged then.
  const latest = useRef(stage)
  latest.current = stage
  const moved = [...stage.values()].filter((entry) => hasMoved(entry, sets))
  const make = async () => {
    const entries = [...latest.current.values()]
    const kept = entries.filter((entry) => entry.next !== null)
    const records = kept.flatMap((entry) =>
      recordsOf({ name: entry.name, type: entry.type, ...entry.next } as RecordSet),
    )
    try {
      return await ok(
        api.POST('/api/hosting/providers/{provider}/dns/{domain}/plan', {
          params: { path: { provider: account, domain: zone } },
          body: {
            records,
            delete: entries.filter((entry) => entry.next === null).map(({ name, type }) => ({ name, type })),
            policy: 'upsert',
          },
        }),
      )
    } catch (error) {
      throw inWords(error, records)
    }
  }
  return (
    <PlanReview
      account={account}
      zone={zone}
      make={make}
      onClose={() => go({ open: undefined })}
      onApplied={() => drop([...latest.current.keys()])}
      note={
        moved.length > 0 && (
          <Alert color="yellow" variant="light" p="sm" styles={{ message: { color: 'inherit' } }}>
            <Text size="sm">
              Changed elsewhere since you staged {moved.length === 1 ? 'it' : 'them'}:{' '}
              {moved.map((entry) => `${entry.name} ${entry.type}`).join(', ')}. The comparison below is with the zone as
              it is now.
            </Text>
          </Alert>
        )
      }
    />
  )
}

/** `records[2].ttl` says nothing to people: the record's own name does. */
export function inWords(error: unknown, records: readonly { name: string; type: string }[]): unknown {
  if (!(error instanceof ApiError) || error.violations.length === 0) return error
  const violations = error.violations.map(({ field, rule }) => {
    const found = /^records\[(\d+)\]\.(\w+)$/.exec(field)
    const record = found ? records[Number(found[1])] : undefined
    return record ? { field: `${record.name} ${record.type}, ${found?.[2]}`, rule } : { field, rule }
  })
  return new ApiError(error.status, {
    error: violations.map(({ field, rule }) => `${field}: ${rule}`).join('; '),
    code: error.code,
    violations,
    applied: [...error.applied],
    request_id: error.requestId ?? null,
  })
}
