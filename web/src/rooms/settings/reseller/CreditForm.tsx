import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { formatMoney } from '@/parts/MoneyText'
import { notifyDone } from '@/parts/notify'
import { minorFrom } from '../amounts'
import { moveCredit, type Customer } from './api'

const KINDS = [
  { value: 'deposit', label: 'Pay in' },
  { value: 'withdrawal', label: 'Pay out' },
  { value: 'correction', label: 'Correct' },
]

/** Moves a customer's credit by hand. A repeat after a lost answer is the same movement. */
export function CreditForm({ customer }: { customer: Customer }) {
  const client = useQueryClient()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const form = useForm({
    initialValues: { kind: 'deposit', amount: '', reason: '' },
    validate: {
      amount: (value, values) => {
        const minor = minorFrom(value, customer.currency)
        if (minor === undefined || minor === 0) return 'An amount such as 50.00'
        return minor < 0 && values.kind !== 'correction' ? 'Only a correction may be negative' : null
      },
      reason: (value) => (value.trim() ? null : "Say why; the customer's statement shows it"),
    },
    // What is changed is another movement.
    onValuesChange: () => setKey(crypto.randomUUID()),
  })
  const move = useMutation({
    mutationFn: (values: typeof form.values) =>
      moveCredit(customer.id, key, {
        kind: values.kind,
        amount: { minor: minorFrom(values.amount, customer.currency) ?? 0, currency: customer.currency },
        reason: values.reason.trim(),
      }),
    onSuccess: async (_, values) => {
      notifyDone(
        'The credit is moved',
        `${formatMoney(minorFrom(values.amount, customer.currency) ?? 0, customer.currency)}: ${values.reason.trim()}`,
      )
      form.reset()
      await client.invalidateQueries({ queryKey: ['reseller'] })
    },
    onError: (error) => showViolations(form, error),
  })
  return (
    <form
      noValidate
      aria-label="Move the credit"
      onSubmit={form.onSubmit((values) => {
        if (!move.isPending) move.mutate(values)
      })}
    >
      <Stack gap="sm">
        <Group grow align="flex-start">
          <Select label="Movement" data={KINDS} allowDeselect={false} {...form.getInputProps('kind')} />
          <TextInput
            label={`Amount in ${customer.currency}`}
            inputMode="decimal"
            placeholder="50.00"
            {...form.getInputProps('amount')}
          />
        </Group>
        <TextInput label="Reason" placeholder="Bank transfer of 21 November" {...form.getInputProps('reason')} />
        <ErrorNote error={move.error} known={Object.keys(form.values)} />
        <Button type="submit" w="fit-content" loading={move.isPending}>
          {KINDS.find((kind) => kind.value === form.values.kind)?.label}
        </Button>
      </Stack>
    </form>
  )
}
