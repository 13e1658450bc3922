// Which subscription pays for the domain, where the provider renews those and does not tell.
import { Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { Schemas } from '@/api/client'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { formatMoney, MoneyText } from '@/parts/MoneyText'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { monthsOf, periodWords } from '@/rooms/billing/model'
import { setPaidBy } from '../actions'
import { minorOf } from '../model'
import { paidByQuery } from '../queries'

type Subscription = Schemas['Subscription']
type PaidBy = Schemas['DomainSubscriptionBody']

export function PaidByPanel({ account, name }: { account: string; name: string }) {
  const query = useQuery(paidByQuery(account, name))
  return (
    <Panel title="Paid by">
      {query.data ? (
        <Link key={query.data.subscription_id} account={account} name={name} paidBy={query.data} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton height={48} role="status" aria-label="Loading" />
      )}
    </Panel>
  )
}

function Link({ account, name, paidBy }: { account: string; name: string; paidBy: PaidBy }) {
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const { subscription, subscription_id: known, choices } = paidBy
  const [chosen, setChosen] = useState<string | null>(known ?? null)
  const [removing, setRemoving] = useState(false)

  function settle(title: string) {
    notifyDone(title)
    void client.invalidateQueries({ queryKey: ['domains'] })
    return client.invalidateQueries({ queryKey: ['domain', account, name] })
  }
  const save = useMutation({
    mutationFn: (id: string) => setPaidBy({ account, name }, id),
    onSuccess: () => settle(`What pays for ${name} is noted`),
  })
  const remove = useMutation({
    mutationFn: () => setPaidBy({ account, name }),
    onSuccess: () => settle(`What pays for ${name} is forgotten`),
  })

  return (
    <Stack gap="sm">
      {subscription ? (
        <KeyValues
          items={[
            ['Subscription', subscription.name],
            ['Next term', <NextTerm key="price" subscription={subscription} />],
            ['Paid until', <TimeText key="until" at={subscription.renews_at} date />],
            [
              'Id',
              <span key="id" className="mono">
                {subscription.id}
              </span>,
            ],
          ]}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {known
            ? `Subscription ${known}, which paid for it, is not in the account any more.`
            : 'The provider renews the subscription that pays for a domain, and does not say which one that is.'}
        </Text>
      )}
      {choices.length === 0 && !subscription ? (
        <Text size="sm" c="dimmed">
          No subscription of the account can be what pays for it.
        </Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (chosen !== null) save.mutate(chosen)
          }}
        >
          <Group gap="xs" align="flex-end">
            <Select
              label="Subscription that pays for it"
              placeholder="Choose one"
              style={{ flex: '1 1 16rem' }}
              data={choices.map((choice) => ({ value: choice.id, label: inWords(choice) }))}
              value={chosen}
              onChange={setChosen}
              disabled={readOnly !== undefined}
              searchable
              nothingFoundMessage="No such subscription"
            />
            <DisabledReason
              reason={readOnly ?? (chosen === null || chosen === known ? 'Choose another one.' : undefined)}
            >
              {(off) => (
                <Button type="submit" variant="default" loading={save.isPending} {...off}>
                  Save
                </Button>
              )}
            </DisabledReason>
            {known && (
              <DisabledReason reason={readOnly}>
                {(off) => (
                  <Button variant="subtle" onClick={() => setRemoving(true)} {...off}>
                    Remove
                  </Button>
                )}
              </DisabledReason>
            )}
          </Group>
        </form>
      )}
      <ErrorNote error={save.error} />
      <ConfirmModal
        opened={removing}
        onClose={() => setRemoving(false)}
        title={`Forget what pays for ${name}`}
        action="Forget it"
        harmless
        onConfirm={() => remove.mutateAsync()}
      >
        At the provider nothing changes. Until it is said again, the domain cannot be renewed here.
      </ConfirmModal>
    </Stack>
  )
}

function NextTerm({ subscription }: { subscription: Subscription }) {
  const { renewal_price: next, price, currency, plan, period } = subscription
  return (
    <MoneyText
      minor={minorOf(next ?? price, currency)}
      currency={currency}
      per={periodWords(monthsOf(plan, period ?? undefined))}
    />
  )
}

/** A subscription in one line; several have the same name, so its end and its id tell them apart. */
function inWords({ id, name, renewal_price, price, currency, renews_at }: Subscription): string {
  const parts = [name, formatMoney(minorOf(renewal_price ?? price, currency), currency)]
  if (renews_at) parts.push(`until ${dayjs(renews_at).format('D MMM YYYY')}`)
  return [...parts, id].join(' · ')
}
