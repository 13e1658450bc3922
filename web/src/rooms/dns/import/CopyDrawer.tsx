import { Autocomplete, Button, Checkbox, Drawer, Group, Radio, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, ok } from '@/api/client'
import { useAccounts } from '@/api/queries/accounts'
import { zonesQuery } from '@/api/queries/dns'
import { ErrorNote } from '@/parts/ErrorState'
import { PlanReview } from '@/parts/PlanReview'
import { hostFault } from '../records/check'
import { servedOf, type RecordSet } from '../records/model'
import { inWords } from '../review/ReviewDrawer'
import { useZone } from '../zone/context'
import { retarget } from './retarget'

/** Copies sets of this zone into another, as a plan there. */
export function CopyDrawer() {
  const { account, zone, after, chosen, go } = useZone()
  const { accounts } = useAccounts('dns')
  const zones = useQuery(zonesQuery)
  const [target, setTarget] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [policy, setPolicy] = useState<'upsert' | 'create-only' | 'sync'>('upsert')
  const [moveNames, setMoveNames] = useState(true)
  const [isTried, setTried] = useState(false)
  const close = () => go({ open: undefined })

  const sets = useMemo(() => {
    const all = chosen
      ? [...after.values()].filter((set) => chosen.includes(`${set.name} ${set.type}`))
      : [...after.values()]
    return all.filter((set) => set.type !== 'SOA' && !(set.name === '@' && set.type === 'NS'))
  }, [after, chosen])
  const here = (zones.data?.zones ?? []).filter((one) => one.account === target).map((one) => one.name)
  const wanted = name.trim().replace(/\.$/, '').toLowerCase()
  const makes = accounts.find((one) => one.name === target)?.capabilities.includes('dns.zones')
  const nameError =
    wanted === ''
      ? 'Needed'
      : target === account && wanted === zone
        ? 'This is the zone itself'
        : (hostFault(wanted) ??
          (zones.data && !here.includes(wanted) && !makes
            ? `${target} has no such zone and cannot make one`
            : undefined))

  const make = async () => {
    const records = sets.flatMap((set: RecordSet) => servedOf(moveNames ? retarget(set, zone, wanted) : set))
    try {
      return await ok(
        api.POST('/api/hosting/providers/{provider}/dns/{domain}/plan', {
          params: { path: { provider: target ?? '', domain: wanted } },
          body: { records, policy },
        }),
      )
    } catch (error) {
      throw inWords(error, records)
    }
  }
  const plan = useMutation({ mutationFn: make })

  return (
    <Drawer
      opened
      onClose={close}
      title={chosen ? `Copy ${sets.length} of ${zone}` : `Copy ${zone}`}
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {plan.data && target ? (
        <PlanReview account={target} zone={wanted} plan={plan.data} make={make} onClose={() => plan.reset()} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (!nameError && target) plan.mutate()
          }}
        >
          <Stack gap="md">
            <Text size="sm">
              {sets.length} record {sets.length === 1 ? 'set' : 'sets'}
              {chosen ? '' : ', all but the SOA and the name servers of the zone'}.
            </Text>
            <Select
              label="To the account"
              data={accounts.map((one) => one.name)}
              value={target}
              onChange={setTarget}
              allowDeselect={false}
              error={isTried && !target ? 'Needed' : undefined}
              data-autofocus
            />
            <Autocomplete
              label="Zone"
              description={
                makes ? 'One that is there, or a new one that is made with it' : 'One of those that are there'
              }
              data={here.filter((one) => !(target === account && one === zone))}
              value={name}
              onChange={setName}
              limit={50}
              placeholder="example.net"
              error={isTried ? nameError : undefined}
            />
            <Checkbox
              checked={moveNames}
              onChange={(event) => setMoveNames(event.currentTarget.checked)}
              label={`Targets below ${zone} become targets below the new zone`}
              description={`Such as a CNAME to ${zone}, or an MX to mail.${zone}`}
            />
            <Radio.Group
              label="What is there already"
              value={policy}
              onChange={(next) => setPolicy(next as typeof policy)}
            >
              <Stack gap="xs" mt={6}>
                <Radio
                  value="upsert"
                  label="Merge"
                  description="Sets of the same name and type are replaced, others stay."
                />
                <Radio value="create-only" label="Only add" description="Sets that are there stay as they are." />
                <Radio value="sync" label="Replace" description="Everything else in the zone goes." />
              </Stack>
            </Radio.Group>
            <ErrorNote error={plan.error} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={plan.isPending}>
                Compare
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Drawer>
  )
}
