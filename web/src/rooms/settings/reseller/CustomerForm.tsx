import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  NumberInput,
  Radio,
  SimpleGrid,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { asApiError } from '@/api/error'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { notifyDone } from '@/parts/notify'
import { majorText, minorFrom } from '../amounts'
import { changeCustomer, createCustomer, type Customer, type CustomerSettings, type Variant } from './api'
import { INPUT_FIRST } from './layout'
import { VARIANTS } from './words'

interface Props {
  customer?: Customer
  close: () => void
  onSaved?: (customer: Customer) => void
}

const RENAMED = { credit_limit_minor: 'credit_limit', max_order_minor: 'max_order', max_month_minor: 'max_month' }

export function CustomerForm({ customer, close, onSaved }: Props) {
  const client = useQueryClient()
  const text = (minor: number | null | undefined) =>
    minor == null ? '' : majorText(minor, customer?.currency ?? 'EUR')
  const form = useForm({
    initialValues: {
      name: customer?.name ?? '',
      email: customer?.email ?? '',
      currency: customer?.currency ?? 'EUR',
      allowed: customer?.allowed ?? [],
      nameservers: customer?.nameservers ?? [],
      per_minute: customer?.per_minute ?? 100,
      burst: customer?.burst ?? 200,
      per_day: customer?.per_day ?? 10_000,
      max_domains: customer?.max_domains ?? ('' as number | ''),
      credit_limit: text(customer?.credit_limit_minor) || '0',
      max_order: text(customer?.max_order_minor),
      max_month: text(customer?.max_month_minor),
      reply: customer?.reply ?? ('bare' as const),
      variants: customer?.variants ?? ([] as Variant[]),
    },
    validate: {
      name: (value) => (value.trim() ? null : 'Give the customer a name'),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'An e-mail address such as billing@example.com'),
      currency: (value) => (/^[A-Z]{3}$/.test(value) ? null : 'Such as USD'),
      credit_limit: (value, values) => amountProblem(value, values.currency),
      per_minute: wholeProblem,
      burst: wholeProblem,
      per_day: wholeProblem,
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
    onError: (error) => {
      showViolations(form, error, RENAMED)
      if (asApiError(error).code === 'exists') form.setFieldError('email', 'Another customer has it')
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="Name" withAsterisk data-autofocus {...form.getInputProps('name')} />
          <TextInput
            label="E-mail"
            description="Its client sends it, letter by letter"
            inputWrapperOrder={INPUT_FIRST}
            withAsterisk
            autoComplete="off"
            type="email"
            {...form.getInputProps('email')}
          />
          <TextInput
            label="Currency"
            description="Of credit and prices; it stays what it is"
            inputWrapperOrder={INPUT_FIRST}
            maxLength={3}
            disabled={customer !== undefined}
            {...form.getInputProps('currency')}
            onChange={(event) => form.setFieldValue('currency', event.currentTarget.value.toUpperCase())}
          />
          <TextInput
            label="Credit line"
            description="How far below zero the credit may go"
            inputWrapperOrder={INPUT_FIRST}
            inputMode="decimal"
            {...form.getInputProps('credit_limit')}
          />
        </SimpleGrid>
        <Fieldset legend="Limits">
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <TextInput label="Largest order" placeholder="no limit" {...form.getInputProps('max_order')} />
            <TextInput label="Orders per month" placeholder="no limit" {...form.getInputProps('max_month')} />
            <NumberInput label="Domains" placeholder="no limit" min={0} {...form.getInputProps('max_domains')} />
            <NumberInput label="Requests per minute" min={1} {...form.getInputProps('per_minute')} />
            <NumberInput label="Requests at once" min={1} {...form.getInputProps('burst')} />
            <NumberInput label="Requests per day" min={1} {...form.getInputProps('per_day')} />
          </SimpleGrid>
        </Fieldset>
        <TagsInput
          label="Addresses that requests may come from"
          description="Addresses and networks; any where empty"
          inputWrapperOrder={INPUT_FIRST}
          placeholder={form.values.allowed.length === 0 ? '192.0.2.0/24' : ''}
          acceptValueOnBlur
          {...form.getInputProps('allowed')}
        />
        <TagsInput
          label="Name servers of orders that name none"
          description="Two at least, or none: then the account's own"
          inputWrapperOrder={INPUT_FIRST}
          placeholder={form.values.nameservers.length === 0 ? 'ns1.example.net' : ''}
          acceptValueOnBlur
          {...form.getInputProps('nameservers')}
        />
        <Fieldset legend="What its client is like">
          <Stack gap="md">
            <Radio.Group label="Orders are answered with" {...form.getInputProps('reply')}>
              <Stack gap={6} mt={6}>
                <Radio value="bare" label="The word “success”, as the vendor's server answers: WHMCS and Blesta" />
                <Radio value="object" label="An object, for clients that look for its result or status" />
              </Stack>
            </Radio.Group>
            <Checkbox.Group
              label="Mistakes in tokens that are accepted"
              description="A token that is wrong in one of these ways, but made with the customer's key"
              {...form.getInputProps('variants')}
            >
              <Stack gap={8} mt={8}>
                {VARIANTS.map((variant) => (
                  <Checkbox
                    key={variant.value}
                    value={variant.value}
                    label={variant.label}
                    description={variant.detail}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          </Stack>
        </Fieldset>
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

/** An input for numbers that was emptied holds a text. */
function wholeProblem(value: unknown): string | null {
  return Number.isInteger(value) && Number(value) >= 1 ? null : 'A whole number from 1'
}

function amountProblem(amount: string, currency: string): string | null {
  if (amount.trim() === '') return null
  const minor = minorFrom(amount, currency)
  return minor === undefined || minor < 0 ? 'An amount such as 50.00' : null
}
