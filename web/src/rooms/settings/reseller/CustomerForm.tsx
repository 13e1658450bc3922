import { Button, Group, NumberInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { notifyDone } from '@/parts/notify'
import { majorText, minorFrom } from '../amounts'
import { changeCustomer, createCustomer, type Customer, type CustomerSettings } from './api'

interface Props {
  customer?: Customer
  close: () => void
  onSaved?: (customer: Customer) => void
}

const RENAMED = { credit_limit_minor: 'credit_limit', max_order_minor: 'max_order', max_month_minor: 'max_month' }

export function CustomerForm({ customer, close, onSaved }: Props) {
  const client = useQueryClient()
  const text = (minor: number | null | undefined) =>
    minor == null ? '' : majorText(minor, customer?.currency ?? 'USD')
  const form = useForm({
    initialValues: {
      name: customer?.name ?? '',
      email: customer?.email ?? '',
      currency: customer?.currency ?? 'USD',
      allowed: customer?.allowed ?? [],
      nameservers: customer?.nameservers ?? [],
      per_minute: customer?.per_minute ?? 100,
      burst: customer?.burst ?? 200,
      per_day: customer?.per_day ?? 10_000,
      max_domains: customer?.max_domains ?? ('' as number | ''),
      credit_limit: text(customer?.credit_limit_minor) || '0',
      max_order: text(customer?.max_order_minor),
      max_month: text(customer?.max_month_minor),
      reply: customer?.reply ?? 'bare',
    },
    validate: {
      name: (value) => (value.trim() ? null : 'Give the customer a name'),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'The e-mail address that the customer signs with'),
      currency: (value) => (/^[A-Z]{3}$/.test(value) ? null : 'Such as USD'),
      credit_limit: (value, values) => amountProblem(value, values.currency),
      max_order: (value, values) => amountProblem(value, values.currency),
      max_month: (value, values) => amountProblem(value, values.currency),
    },
  })
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const { credit_limit, max_order, max_month, max_domains, ...rest } = values
      const minor = (amount: string) => (amount.trim() === '' ? null : (minorFrom(amount, values.currency) ?? null))
      const body: CustomerSettings = {
        ...rest,
        name: rest.name.trim(),
        email: rest.email.trim(),
        variants: customer?.variants ?? [],
        max_domains: max_domains === '' ? null : max_domains,
        credit_limit_minor: minor(credit_limit) ?? 0,
        max_order_minor: minor(max_order),
        max_month_minor: minor(max_month),
      }
      return customer ? changeCustomer(customer.id, body) : createCustomer(body)
    },
    onSuccess: async (saved) => {
      notifyDone(customer ? `${saved.name} is saved` : `${saved.name} is created`)
      await client.invalidateQueries({ queryKey: ['reseller'] })
      close()
      onSaved?.(saved)
    },
    onError: (error) => showViolations(form, error, RENAMED),
  })
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="Name" withAsterisk data-autofocus {...form.getInputProps('name')} />
          <TextInput label="E-mail" withAsterisk autoComplete="off" {...form.getInputProps('email')} />
          <TextInput
            label="Currency"
            description="Of credit and prices; it cannot be changed later"
            maxLength={3}
            disabled={customer !== undefined}
            {...form.getInputProps('currency')}
            onChange={(event) => form.setFieldValue('currency', event.currentTarget.value.toUpperCase())}
          />
          <TextInput
            label="Credit line"
            description="How far below zero the credit may go"
            inputMode="decimal"
            {...form.getInputProps('credit_limit')}
          />
          <TextInput label="Largest order" placeholder="no limit" {...form.getInputProps('max_order')} />
          <TextInput label="Spending per month" placeholder="no limit" {...form.getInputProps('max_month')} />
          <NumberInput label="Domains at most" placeholder="no limit" min={0} {...form.getInputProps('max_domains')} />
          <NumberInput label="Requests per minute" min={1} {...form.getInputProps('per_minute')} />
          <NumberInput label="Requests at once" min={1} {...form.getInputProps('burst')} />
          <NumberInput label="Requests per day" min={1} {...form.getInputProps('per_day')} />
        </SimpleGrid>
        <TagsInput
          label="Addresses that requests may come from"
          description="Addresses and networks; any where empty"
          placeholder="192.0.2.0/24"
          acceptValueOnBlur
          {...form.getInputProps('allowed')}
        />
        <TagsInput
          label="Name servers of orders that name none"
          placeholder="ns1.example.net"
          acceptValueOnBlur
          {...form.getInputProps('nameservers')}
        />
        <Select
          label="Answers to orders"
          allowDeselect={false}
          data={[
            { value: 'bare', label: 'The word success, as the vendor answers' },
            { value: 'object', label: 'An object, for clients that look for one' },
          ]}
          {...form.getInputProps('reply')}
        />
        <ErrorNote error={save.error} known={[...Object.keys(form.values), ...Object.keys(RENAMED)]} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {customer ? 'Save' : 'Create customer'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function amountProblem(amount: string, currency: string): string | null {
  if (amount.trim() === '') return null
  const minor = minorFrom(amount, currency)
  return minor === undefined || minor < 0 ? 'An amount such as 50.00' : null
}
