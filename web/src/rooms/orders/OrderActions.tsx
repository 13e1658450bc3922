import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { orderQuery, type OrderDetails } from '@/api/queries/orders'
import { useReadOnlyReason, useSession } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { formatMoney } from '@/parts/MoneyText'
import { notifyDone, notifyFailed, notifyInfo } from '@/parts/notify'
import { ORDER_STATES } from '@/parts/OrderState'

type Dialog = 'approve' | 'reject' | 'cancel' | 'settle'

/** What can be done about an order in its state; what cannot is not offered. */
export function OrderActions({ order }: { order: OrderDetails }) {
  const [dialog, setDialog] = useState<Dialog>()
  const readOnly = useReadOnlyReason()
  const { user } = useSession()
  const adopt = useAdopt()
  const params = { path: { id: order.id } }

  const reconcile = useMutation({
    mutationFn: () => ok(api.POST('/api/hosting/orders/{id}/reconcile', { params })),
    onSuccess: (next) => {
      adopt(next)
      if (next.state === 'unknown') notifyInfo('Still not certain', next.detail)
      else notifyDone(`The order is ${ORDER_STATES[next.state].label.toLowerCase()}`, next.detail)
    },
    onError: (error) => notifyFailed('The provider could not be asked', error),
  })

  const isOpen = order.state === 'quoted' || order.state === 'confirmed'
  const own = order.user === user?.name ? 'This is your own order: another administrator must approve it.' : undefined
  const close = () => setDialog(undefined)
  return (
    <>
      {order.waiting_for_approval && (
        <>
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button variant="default" onClick={() => setDialog('reject')} {...off}>
                Reject
              </Button>
            )}
          </DisabledReason>
          <DisabledReason reason={readOnly ?? own}>
            {(off) => (
              <Button onClick={() => setDialog('approve')} {...off}>
                Approve and buy
              </Button>
            )}
          </DisabledReason>
        </>
      )}
      {isOpen && (
        <DisabledReason reason={readOnly}>
          {(off) => (
            <Button variant="default" onClick={() => setDialog('cancel')} {...off}>
              Cancel order
            </Button>
          )}
        </DisabledReason>
      )}
      {order.state === 'unknown' && (
        <>
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button variant="default" onClick={() => setDialog('settle')} {...off}>
                Settle by hand
              </Button>
            )}
          </DisabledReason>
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button onClick={() => reconcile.mutate()} loading={reconcile.isPending} {...off}>
                Ask the provider now
              </Button>
            )}
          </DisabledReason>
        </>
      )}

      <ConfirmModal
        opened={dialog === 'approve'}
        onClose={close}
        title="Approve and buy"
        action={`Buy for ${formatMoney(order.price.minor, order.price.currency)}`}
        harmless
        onConfirm={async () => {
          const next = await ok(api.POST('/api/hosting/orders/{id}/approve', { params }))
          adopt(next)
          notifyDone(`The order is ${ORDER_STATES[next.state].label.toLowerCase()}`, next.detail)
        }}
      >
        {order.what} at {order.provider}, ordered by {order.user}, is sent at once and costs{' '}
        <b>{formatMoney(order.price.minor, order.price.currency)}</b>. {order.approval_reason}
      </ConfirmModal>
      <ConfirmModal
        opened={dialog === 'cancel'}
        onClose={close}
        title="Cancel this order"
        action="Cancel order"
        keep="Keep it"
        onConfirm={async () => {
          adopt(await ok(api.POST('/api/hosting/orders/{id}/cancel', { params })))
          notifyDone('The order is cancelled', 'Nothing was sent to the provider.')
        }}
      >
        It has not been sent: nothing is bought and nothing is charged.
      </ConfirmModal>
      <Modal opened={dialog === 'reject'} onClose={close} title="Reject this order">
        {dialog === 'reject' && <Reject order={order} onDone={close} />}
      </Modal>
      <Modal opened={dialog === 'settle'} onClose={close} title="Settle by hand">
        {dialog === 'settle' && <Settle order={order} onDone={close} />}
      </Modal>
    </>
  )
}

function Reject({ order, onDone }: { order: OrderDetails; onDone: () => void }) {
  const adopt = useAdopt()
  const form = useForm({ initialValues: { reason: '' } })
  const reject = useMutation({
    mutationFn: (reason: string) =>
      ok(
        api.POST('/api/hosting/orders/{id}/reject', {
          params: { path: { id: order.id } },
          body: reason ? { reason } : {},
        }),
      ),
    onSuccess: (next) => {
      adopt(next)
      notifyDone('The order is rejected', 'Nothing was sent to the provider.')
      onDone()
    },
    onError: (error) => showViolations(form, error),
  })
  return (
    <form onSubmit={form.onSubmit(({ reason }) => reject.mutate(reason.trim()))}>
      <Stack gap="md">
        <Text size="sm">{order.user} is told the reason in the order. Nothing is bought.</Text>
        <TextInput label="Reason (optional)" data-autofocus {...form.getInputProps('reason')} />
        <ErrorNote error={reject.error} known={['reason']} />
        <Buttons action="Reject" danger busy={reject.isPending} onCancel={onDone} />
      </Stack>
    </form>
  )
}

function Settle({ order, onDone }: { order: OrderDetails; onDone: () => void }) {
  const adopt = useAdopt()
  const form = useForm({
    initialValues: { state: '', reason: '' },
    validate: {
      state: (value) => (value ? null : 'Choose how it ended'),
      reason: (value) => (value.trim() ? null : 'Say how you found out, such as the number of a ticket'),
    },
  })
  const settle = useMutation({
    mutationFn: ({ state, reason }: typeof form.values) =>
      ok(
        api.POST('/api/hosting/orders/{id}/settle', {
          params: { path: { id: order.id } },
          body: { state: state as 'completed' | 'failed', reason: reason.trim() },
        }),
      ),
    onSuccess: (next) => {
      adopt(next)
      notifyDone(`The order is ${ORDER_STATES[next.state].label.toLowerCase()}`, next.detail)
      onDone()
    },
    onError: (error) => showViolations(form, error),
  })
  return (
    <form onSubmit={form.onSubmit((values) => settle.mutate(values))} noValidate>
      <Stack gap="md">
        <Text size="sm">
          Only where {order.provider} itself has told you what became of it. Afterwards the provider is not asked any
          more.
        </Text>
        <Radio.Group label="How it ended" {...form.getInputProps('state')}>
          <Stack gap="xs" mt="xs">
            <Radio value="completed" label="Completed: it was bought" />
            <Radio value="failed" label="Failed: it was not bought and not charged" />
          </Stack>
        </Radio.Group>
        <TextInput
          label="How you found out"
          placeholder="Ticket 4711: never charged"
          {...form.getInputProps('reason')}
        />
        <ErrorNote error={settle.error} known={['state', 'reason']} />
        <Buttons action="Settle" busy={settle.isPending} onCancel={onDone} />
      </Stack>
    </form>
  )
}

function Buttons(props: { action: string; danger?: boolean; busy: boolean; onCancel: () => void }) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={props.onCancel}>
        Back
      </Button>
      <Button type="submit" color={props.danger ? 'red.8' : undefined} loading={props.busy}>
        {props.action}
      </Button>
    </Group>
  )
}

/** Puts an answered order in the place of the one that is shown. */
function useAdopt() {
  const client = useQueryClient()
  return (order: OrderDetails) => {
    client.setQueryData(orderQuery(order.id).queryKey, order)
    void client.invalidateQueries({ queryKey: ['orders'] })
    void client.invalidateQueries({ queryKey: ['overview'] })
  }
}
