import { Button, Group, Text } from '@mantine/core'
import { IconCreditCard } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableUrl, type Column } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { notifyDone, notifyFailed } from '@/parts/notify'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import { Failures } from './Failures'
import type { PaymentMethod } from './model'
import { usePaymentMethods } from './queries'

const columns: readonly Column<PaymentMethod>[] = [
  {
    id: 'name',
    header: 'Payment method',
    value: (method) => `${method.name} ${method.identifier}`,
    width: 'minmax(220px, 1.5fr)',
    phone: 'title',
    cell: (method) => (
      <Group gap={8} wrap="nowrap">
        {method.name}
        <Text span className="mono" c="dimmed">
          {method.identifier.replace(/\*+/, '•••• ')}
        </Text>
      </Group>
    ),
  },
  { id: 'account', header: 'Account', value: (method) => method.account, width: '120px' },
  {
    id: 'state',
    header: 'State',
    value: (method) => stateOf(method).word,
    width: '120px',
    phone: 'aside',
    cell: (method) => <StatusBadge tone={stateOf(method).tone}>{stateOf(method).word}</StatusBadge>,
  },
  {
    id: 'expires',
    header: 'Valid until',
    value: (method) => method.expires_at,
    search: false,
    width: '130px',
    cell: (method) => <TimeText at={method.expires_at} date />,
  },
  {
    id: 'actions',
    header: '',
    value: () => null,
    sortable: false,
    search: false,
    align: 'end',
    width: '200px',
    cell: (method) => <Actions method={method} />,
  },
]

function stateOf(method: PaymentMethod) {
  if (method.is_expired) return { word: 'Expired', tone: 'bad' } as const
  if (method.is_suspended) return { word: 'Suspended', tone: 'bad' } as const
  return method.is_default ? ({ word: 'Usual', tone: 'good' } as const) : ({ word: 'Ready', tone: 'neutral' } as const)
}

/** What the providers take money from. New ones are added in the provider's own panel. */
export function PaymentTab() {
  const url = useTableUrl()
  const methods = usePaymentMethods()
  return (
    <>
      <Failures failures={methods.failures} />
      <DataTable
        name="payment"
        label="Payment methods"
        columns={columns}
        rows={methods.rows}
        rowId={(method) => `${method.account}/${method.id}`}
        url={url}
        empty={
          <EmptyState icon={IconCreditCard} title="No payment methods">
            They are added in the provider’s own panel, and appear here then.
          </EmptyState>
        }
      />
      <Text size="sm" c="dimmed" mt="sm">
        New payment methods are added in the provider’s own panel.
      </Text>
    </>
  )
}

function Actions({ method }: { method: PaymentMethod }) {
  const { account, id } = method
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const [asking, setAsking] = useState(false)
  const params = { path: { provider: account, id } }
  const label = `${method.name} ${method.identifier.slice(-4)}`
  const refresh = () => client.invalidateQueries({ queryKey: ['payment-methods', account] })
  const choose = useMutation({
    mutationFn: () => ok(api.POST('/api/hosting/providers/{provider}/payment-methods/{id}/default', { params })),
    onSuccess: () => {
      notifyDone(`${label} pays from now on`)
      return refresh()
    },
    onError: (error) => notifyFailed(`${label} was not chosen`, error),
  })
  const remove = useMutation({
    mutationFn: () => ok(api.DELETE('/api/hosting/providers/{provider}/payment-methods/{id}', { params })),
    onSuccess: () => {
      notifyDone(`${label} was removed`)
      return refresh()
    },
  })
  const cannotChoose =
    readOnly ??
    (method.is_default ? 'It is the usual one.' : undefined) ??
    (method.is_expired ? 'It has expired.' : undefined) ??
    (method.is_suspended ? 'The provider has suspended it.' : undefined)
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <DisabledReason reason={cannotChoose}>
        {(off) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Make usual: ${label}`}
            loading={choose.isPending}
            onClick={() => choose.mutate()}
            {...off}
          >
            Make usual
          </Button>
        )}
      </DisabledReason>
      <DisabledReason
        reason={readOnly ?? (method.is_default ? 'Choose another one as the usual one first.' : undefined)}
      >
        {(off) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Remove ${label}`}
            onClick={() => setAsking(true)}
            {...off}
          >
            Remove
          </Button>
        )}
      </DisabledReason>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Remove ${label}`}
        action="Remove"
        onConfirm={() => remove.mutateAsync()}
      >
        {account} can no longer take money from it. It is added again only in the provider’s own panel.
      </ConfirmModal>
    </Group>
  )
}
