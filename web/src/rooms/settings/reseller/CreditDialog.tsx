import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { formatMoney } from '@/parts/MoneyText'
import { notifyDone } from '@/parts/notify'
import { minorFrom } from '../amounts'
import { moveCredit, type CreditKind, type Customer } from './api'

export const MOVEMENTS: Record<CreditKind, { title: string; action: string; done: string; hint: string }> = {
  deposit: {
    title: 'Pay in',
    action: 'Pay in',
    done: 'The credit is paid in',
    hint: 'What the customer has paid you.',
  },
  withdrawal: {
    title: 'Pay out',
    action: 'Pay out',
    done: 'The credit is paid out',
    hint: 'What you pay back. The credit has to suffice for it.',
  },
  correction: {
    title: 'Correct the credit',
    action: 'Correct',
    done: 'The credit is corrected',
    hint: 'What puts a mistake right, such as 5.00 or -5.00. The credit may go below zero by it.',
  },
}

/** Moves a customer's credit by hand. One dialog is one movement, however often it is sent. */
export function CreditDialog({ customer, kind, close }: { customer: Customer; kind: CreditKind; close: () => void }) {
  const client = useQueryClient()
  const [key] = useState(() => crypto.randomUUID())
  const { currency, balance } = customer
  const words = MOVEMENTS[kind]
  const form = useForm({
    initialValues: { amount: '', reason: '' },
    validate: {
      amount: (value) => {
        const minor = minorFrom(value, currency)
        if (minor === undefined || minor === 0) return 'An amount such as 50.00'
        return minor < 0 && kind !== 'correction' ? 'Only a correction may be negative' : null
      },
      reason: (value) => (value.trim() ? null : "Say why; the customer's statement shows it"),
    },
  })
  const minor = minorFrom(form.values.amount, currency) ?? 0
  const after = balance.minor + (kind === 'withdrawal' ? -minor : minor)
  const move = useMutation({
    mutationFn: (values: typeof form.values) =>
      moveCredit(customer.id, key, { kind, amount: { minor, currency }, reason: values.reason.trim() }),
    onSuccess: async (moved) => {
      notifyDone(words.done, `${customer.name} has ${formatMoney(moved.balance.minor, currency)} now.`)
      close()
      await client.invalidateQueries({ queryKey: ['reseller'] })
    },
    onError: (error) => showViolations(form, error, { 'amount.minor': 'amount', 'amount.currency': 'amount' }),
  })
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        if (!move.isPending) move.mutate(values)
      })}
    >
      <Stack gap="md">
        <Text size="sm">{words.hint}</Text>
        <TextInput
          label={`Amount in ${currency}`}
          inputMode="decimal"
          placeholder="50.00"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('amount')}
        />
        <TextInput
          label="Reason"
          description="The customer's statement shows it"
          placeholder="Bank transfer of 21 November"
          {...form.getInputProps('reason')}
        />
        <Text size="sm" c="dimmed" className="numbers" aria-live="polite">
          {minor === 0
            ? `${customer.name} has ${formatMoney(balance.minor, currency)}.`
            : `${formatMoney(balance.minor, currency)} becomes ${formatMoney(after, currency)}.`}
        </Text>
        <ErrorNote error={move.error} known={['amount', 'amount.minor', 'amount.currency', 'reason']} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={move.isPending}>
            {words.action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
