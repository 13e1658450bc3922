import { Button, Group, Loader, Modal, Switch, Text } from '@mantine/core'
import { IconReceipt } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, ok } from '@/api/client'
import { cannot, useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorState } from '@/parts/ErrorState'
import { MoneyText } from '@/parts/MoneyText'
import { notifyDone, notifyFailed } from '@/parts/notify'
import { askQuote, OrderProgress, QuoteReview } from '@/parts/Purchase'
import { StatusBadge, type Tone } from '@/parts/StatusBadge'
import { Expiry } from '@/rooms/domains/Expiry'
import { minorOf } from '@/rooms/domains/model'
import { Failures } from './Failures'
import { KIND_WORDS, kindOf, KINDS, monthsOf, periodWords, type Subscription } from './model'
import { useCatalog, useSubscriptions } from './queries'

const TONES: Record<string, Tone> = {
  active: 'good',
  in_trial: 'busy',
  paused: 'warn',
  not_renewing: 'warn',
  cancelled: 'neutral',
  expired: 'bad',
  unpaid: 'bad',
}

function statusWords(status: string): string {
  const words = status.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function SubscriptionsTab() {
  const url = useTableUrl()
  const subscriptions = useSubscriptions()
  const catalog = useCatalog()
  const [renewing, setRenewing] = useState<Subscription>()
  const entries = useMemo(
    () => new Map((catalog.rows ?? []).map((entry) => [`${entry.account}/${entry.id}`, entry])),
    [catalog.rows],
  )
  const filters = useMemo<Filter<Subscription>[]>(
    () => [
      { id: 'account', label: 'Account', get: (row) => row.account },
      {
        id: 'kind',
        label: 'Kind',
        get: (row) => kindOf(row.plan, entries.get(`${row.account}/${row.plan}`)?.category),
        options: KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] })),
      },
      { id: 'status', label: 'Status', get: (row) => row.status },
    ],
    [entries],
  )
  const columns = useMemo<Column<Subscription>[]>(() => {
    const entryOf = (row: Subscription) => entries.get(`${row.account}/${row.plan}`)
    return [
      {
        id: 'name',
        header: 'Product',
        value: (row) => row.name,
        search: (row) => `${row.name} ${row.plan} ${row.id}`,
        width: 'minmax(180px, 2fr)',
        phone: 'title',
      },
      { id: 'account', header: 'Account', value: (row) => row.account, width: 'minmax(90px, 0.8fr)' },
      {
        id: 'kind',
        header: 'Kind',
        value: (row) => KIND_WORDS[kindOf(row.plan, entryOf(row)?.category)],
        width: '96px',
        phone: 'hidden',
      },
      {
        id: 'status',
        header: 'Status',
        value: (row) => row.status,
        width: '124px',
        phone: 'aside',
        cell: (row) => <StatusBadge tone={TONES[row.status] ?? 'neutral'}>{statusWords(row.status)}</StatusBadge>,
      },
      {
        id: 'renews',
        header: 'Next due',
        value: (row) => row.renews_at,
        search: false,
        width: '190px',
        cell: (row) => <Expiry at={row.renews_at} plain={row.auto_renew !== false || ended(row) !== undefined} />,
      },
      {
        id: 'first',
        header: 'First term',
        value: (row) => row.price,
        search: false,
        align: 'end',
        width: '92px',
        cell: (row) => <MoneyText minor={minorOf(row.price, row.currency)} currency={row.currency} />,
      },
      {
        id: 'price',
        header: 'Renewal',
        value: (row) => row.renewal_price ?? row.price,
        search: false,
        align: 'end',
        width: '140px',
        cell: (row) => (
          <MoneyText
            fw={(row.renewal_price ?? row.price) > row.price ? 600 : undefined}
            minor={minorOf(row.renewal_price ?? row.price, row.currency)}
            currency={row.currency}
            per={periodWords(monthsOf(row.plan, entryOf(row)?.period))}
          />
        ),
      },
      {
        id: 'auto',
        header: 'Auto-renew',
        value: (row) => (row.auto_renew == null ? null : row.auto_renew ? 'yes' : 'no'),
        search: false,
        width: '112px',
        cell: (row) => <AutoRenewal subscription={row} />,
      },
      {
        id: 'renew',
        header: '',
        value: () => null,
        sortable: false,
        search: false,
        align: 'end',
        width: '96px',
        cell: (row) => <RenewButton subscription={row} onRenew={() => setRenewing(row)} />,
      },
    ]
  }, [entries])
  const failed = subscriptions.failures
  return (
    <>
      <Failures failures={failed} />
      {(subscriptions.rows === undefined || subscriptions.rows.length > 0 || failed.length === 0) && (
        <DataTable
          name="subscriptions"
          label="Subscriptions"
          columns={columns}
          rows={subscriptions.rows}
          rowId={(row) => `${row.account}/${row.id}`}
          url={url}
          filters={filters}
          searchPlaceholder="Product, plan, number"
          empty={
            <EmptyState icon={IconReceipt} title="No subscriptions">
              Accounts that bill by subscription show them here. Others are paid per order or from credit.
            </EmptyState>
          }
        />
      )}
      {renewing && <RenewDialog subscription={renewing} onClose={() => setRenewing(undefined)} />}
    </>
  )
}

function ended(subscription: Subscription): string | undefined {
  if (subscription.status === 'cancelled' || subscription.status === 'expired')
    return 'It has ended; buy it anew at the provider.'
  return undefined
}

function AutoRenewal({ subscription }: { subscription: Subscription }) {
  const { account, id, name } = subscription
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const [asking, setAsking] = useState(false)
  const change = useMutation({
    mutationFn: (on: boolean) => {
      const params = { path: { provider: account, id } }
      const path = '/api/hosting/providers/{provider}/subscriptions/{id}/auto-renewal' as const
      return on ? ok(api.POST(path, { params })) : ok(api.DELETE(path, { params }))
    },
    onSuccess: (_, on) => {
      notifyDone(on ? `${name} renews by itself` : `${name} ends with its term`)
      return client.invalidateQueries({ queryKey: ['subscriptions', account] })
    },
  })
  const reason =
    readOnly ??
    ended(subscription) ??
    (subscription.status === 'paused' ? 'It is paused; the provider takes no change until it goes on.' : undefined) ??
    (subscription.auto_renew == null ? 'The provider does not tell whether it renews.' : undefined)
  return (
    <>
      <DisabledReason reason={reason}>
        {({ 'data-disabled': isOff, 'aria-describedby': describedBy }) => (
          <Switch
            size="sm"
            aria-label={`${name} renews by itself`}
            aria-describedby={describedBy}
            checked={subscription.auto_renew ?? false}
            disabled={isOff ?? change.isPending}
            onChange={(event) => {
              if (!event.currentTarget.checked) setAsking(true)
              else change.mutate(true, { onError: (error) => notifyFailed(`${name} was not changed`, error) })
            }}
          />
        )}
      </DisabledReason>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Let ${name} end`}
        action="Stop renewing"
        onConfirm={() => change.mutateAsync(false)}
      >
        It is paid no more. What it pays for, a server or a domain, ends with the term. Until then this can be switched
        on again.
      </ConfirmModal>
    </>
  )
}

function RenewButton({ subscription, onRenew }: { subscription: Subscription; onRenew: () => void }) {
  const readOnly = useReadOnlyReason()
  const own = useAccount(subscription.account)
  const reason = readOnly ?? ended(subscription) ?? cannot(own, 'billing.renewals', 'take a payment before it is due')
  return (
    <DisabledReason reason={reason}>
      {(off) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Pay now: ${subscription.name}`}
          onClick={onRenew}
          {...off}
        >
          Pay now
        </Button>
      )}
    </DisabledReason>
  )
}

function RenewDialog({ subscription, onClose }: { subscription: Subscription; onClose: () => void }) {
  const [order, setOrder] = useState<string>()
  const quote = useQuery({
    queryKey: ['quote', 'subscription', subscription.account, subscription.id],
    queryFn: () => askQuote(subscription.account, { kind: 'renew_subscription', subscription_id: subscription.id }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  return (
    <Modal opened onClose={onClose} size="lg" title={`Pay ${subscription.name} now`}>
      {order !== undefined ? (
        <>
          <OrderProgress id={order} />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
          </Group>
        </>
      ) : quote.data ? (
        <QuoteReview
          quote={quote.data}
          onOrdered={(done) => setOrder(done.id)}
          onAgain={() => void quote.refetch()}
          onBack={onClose}
        />
      ) : quote.error ? (
        <ErrorState error={quote.error} onRetry={() => void quote.refetch()} />
      ) : (
        <Group gap="xs">
          <Loader size={16} />
          <Text size="sm">Asking for the price</Text>
        </Group>
      )}
    </Modal>
  )
}
