// Names that shall lead to a server: records for its addresses, planned and reviewed zone by zone.
//   <PointNames ipv4={server.ipv4} ipv6={server.ipv6} initial={['www.example.com']} />
import { Anchor, Button, Checkbox, Group, Modal, Stack, TagsInput, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { api, ok } from '@/api/client'
import { zonesQuery } from '@/api/queries/dns'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { PlanReview } from '@/parts/PlanReview'
import { StatusBadge } from '@/parts/StatusBadge'
import { hostnameProblem, relativeTo, zoneOf } from './model'

interface Props {
  ipv4: string | null | undefined
  ipv6: string | null | undefined
  initial?: readonly string[]
  onChanged?: () => void
}

interface Part {
  account: string
  zone: string
  names: string[]
}

/** Which zones hold the names; a zone that two accounts have is there twice. */
export function partsOf(names: readonly string[], zones: readonly { name: string; account: string }[]): Part[] {
  const parts = new Map<string, Part>()
  for (const name of names) {
    const best = zoneOf(name, zones)
    for (const zone of zones.filter((one) => one.name === best?.name)) {
      const key = `${zone.account}/${zone.name}`
      const part = parts.get(key) ?? { account: zone.account, zone: zone.name, names: [] }
      part.names.push(relativeTo(name, zone.name))
      parts.set(key, part)
    }
  }
  return [...parts.values()]
}

export function PointNames({ ipv4, ipv6, initial = [], onChanged }: Props) {
  const zones = useQuery(zonesQuery)
  const [names, setNames] = useState<string[]>([...initial])
  const [both, setBoth] = useState(true)
  const [reviewed, setReviewed] = useState<Part>()
  const [done, setDone] = useState<readonly string[]>([])
  const rows = zones.data?.zones ?? []
  const parts = partsOf(names, rows)
  const wrong = names.flatMap((name) => {
    const problem = hostnameProblem(name)
    if (problem) return [`${name} is no host name`]
    return zones.data && !zoneOf(name, rows) ? [`No zone here holds ${name}`] : []
  })
  const hasAddress = Boolean(ipv4 ?? ipv6)
  return (
    <Stack gap="sm">
      <TagsInput
        label="Names"
        description="In full, such as www.example.com; Enter adds one. Nothing changes before you have seen the plan."
        placeholder={names.length === 0 ? 'www.example.com' : ''}
        value={names}
        onChange={(next) => setNames(next.map((name) => name.toLowerCase().replace(/\.$/, '')))}
        error={wrong.length > 0 ? wrong.join('. ') : undefined}
        data={names.length === 0 ? [...new Set(rows.map((zone) => zone.name))].slice(0, 200) : []}
        acceptValueOnBlur
      />
      {ipv4 && ipv6 && (
        <Checkbox
          label="IPv6 as well (AAAA beside A)"
          checked={both}
          onChange={(event) => setBoth(event.currentTarget.checked)}
        />
      )}
      <ErrorNote error={zones.error} />
      {parts.map((part) => {
        const key = `${part.account}/${part.zone}`
        return (
          <Group key={key} justify="space-between" gap="xs">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {part.names.length === 1 ? '1 name' : `${part.names.length} names`} in{' '}
              <Anchor component={Link} to={`/dns/${part.account}/${part.zone}`} inherit>
                {part.zone}
              </Anchor>{' '}
              <Text span inherit c="dimmed">
                ({part.account})
              </Text>
            </Text>
            {done.includes(key) ? (
              <StatusBadge tone="good">Applied</StatusBadge>
            ) : (
              <DisabledReason reason={hasAddress ? undefined : 'The server has no address yet'}>
                {(off) => (
                  <Button size="xs" onClick={() => setReviewed(part)} {...off}>
                    Review
                  </Button>
                )}
              </DisabledReason>
            )}
          </Group>
        )
      })}
      <Modal
        opened={reviewed !== undefined}
        onClose={() => setReviewed(undefined)}
        title={`Changes to ${reviewed?.zone ?? ''}`}
        size="lg"
      >
        {reviewed && (
          <Review
            part={reviewed}
            ipv4={ipv4}
            ipv6={both || !ipv4 ? ipv6 : undefined}
            onClose={() => setReviewed(undefined)}
            onApplied={() => {
              setDone((old) => [...old, `${reviewed.account}/${reviewed.zone}`])
              onChanged?.()
            }}
          />
        )}
      </Modal>
    </Stack>
  )
}

interface ReviewProps {
  part: Part
  ipv4: string | null | undefined
  ipv6: string | null | undefined
  onClose: () => void
  onApplied: () => void
}

function Review({ part, ipv4, ipv6, onClose, onApplied }: ReviewProps) {
  const records = useMemo(
    () =>
      part.names.flatMap((name) => [
        ...(ipv4 ? [{ name, type: 'A', content: ipv4 }] : []),
        ...(ipv6 ? [{ name, type: 'AAAA', content: ipv6 }] : []),
      ]),
    [part, ipv4, ipv6],
  )
  const make = useCallback(
    () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/dns/{domain}/plan', {
          params: { path: { provider: part.account, domain: part.zone } },
          body: { records, policy: 'upsert' },
        }),
      ),
    [part, records],
  )
  return (
    <PlanReview
      account={part.account}
      zone={part.zone}
      make={make}
      onClose={onClose}
      onApplied={onApplied}
      note={
        <Text size="sm" c="dimmed">
          Addresses that these names have now are replaced.
        </Text>
      }
    />
  )
}
