import { Button, Group, Modal, NumberInput, Radio, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconReceipt } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableMemory, type Column } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { notifyDone } from '@/parts/notify'
import { majorText, minorFrom } from '../amounts'
import { customersQuery, deleteRule, pricesQuery, saveRule, type PriceRule, type PriceRuleSettings } from './api'
import { ruleScope, ruleText } from './words'

export function Prices() {
  const query = useQuery(pricesQuery)
  const customers = useQuery(customersQuery)
  const client = useQueryClient()
  const url = useTableMemory()
  const [edited, setEdited] = useState<{ rule?: PriceRule }>()
  const [removed, setRemoved] = useState<PriceRule>()
  const columns = useMemo<Column<PriceRule>[]>(() => {
    const name = (id: string | null | undefined) => customers.data?.find((one) => one.id === id)?.name
    return [
      {
        id: 'scope',
        header: 'For',
        value: (rule) => ruleScope(rule, name(rule.customer)),
        width: 'minmax(200px, 1fr)',
        phone: 'title',
      },
      { id: 'price', header: 'Price', value: ruleText, width: 'minmax(240px, 2fr)' },
      { id: 'currency', header: 'Currency', value: (rule) => rule.currency, width: '90px', phone: 'aside' },
      {
        id: 'remove',
        header: '',
        value: () => null,
        cell: (rule) => (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Delete the rule for ${ruleScope(rule, name(rule.customer))}`}
            onClick={() => setRemoved(rule)}
          >
            Delete
          </Button>
        ),
        sortable: false,
        search: false,
        width: '80px',
      },
    ]
  }, [customers.data])
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited({})}>
      Add rule
    </Button>
  )
  return (
    <>
      <DataTable
        name="price-rules"
        label="Price rules"
        columns={columns}
        rows={query.data}
        rowId={(rule) => rule.id}
        url={url}
        error={query.error}
        onRetry={() => void query.refetch()}
        onOpen={(rule) => setEdited({ rule })}
        toolbar={create}
        empty={
          <EmptyState icon={IconReceipt} title="No price rules yet" action={create}>
            What no rule is for is not sold, so that nothing goes out at cost by accident.
          </EmptyState>
        }
      />
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited?.rule ? 'Change the price rule' : 'Add a price rule'}
        size="lg"
      >
        {edited && (
          <RuleForm
            {...(edited.rule ? { rule: edited.rule } : {})}
            customers={(customers.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
            close={() => setEdited(undefined)}
          />
        )}
      </Modal>
      <ConfirmModal
        opened={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title="Delete the price rule?"
        action="Delete rule"
        onConfirm={async () => {
          if (!removed) return
          await deleteRule(removed.id)
          notifyDone('The rule is deleted')
          await client.invalidateQueries({ queryKey: ['reseller', 'prices'] })
        }}
      >
        {removed && ruleText(removed)}. What no other rule is for is no longer sold.
      </ConfirmModal>
    </>
  )
}

interface RuleProps {
  rule?: PriceRule
  customers: { value: string; label: string }[]
  close: () => void
}

function RuleForm({ rule, customers, close }: RuleProps) {
  const client = useQueryClient()
  const currency = rule?.currency ?? 'USD'
  const text = (minor: number | null | undefined) => (minor ? majorText(minor, currency) : '')
  const form = useForm({
    initialValues: {
      customer: rule?.customer ?? '',
      tld: rule?.tld ?? '',
      operation: rule?.operation ?? '',
      currency,
      kind: rule?.basis.kind ?? 'percent',
      percent: rule?.basis.kind === 'percent' ? rule.basis.basis_points / 100 : 15,
      per_year: rule?.basis.kind === 'per_year' ? majorText(rule.basis.minor, currency) : '',
      surcharge: text(rule?.surcharge),
      min_margin: text(rule?.min_margin),
      min_percent: (rule?.min_margin_basis_points ?? 0) / 100,
      step: text(rule?.rounding?.step),
      ending: text(rule?.rounding?.ending),
    },
    validate: {
      currency: (value) => (/^[A-Z]{3}$/.test(value) ? null : 'Such as USD'),
      per_year: (value, values) =>
        values.kind === 'per_year' && minorFrom(value, values.currency) === undefined
          ? 'An amount such as 12.99'
          : null,
      surcharge: amount,
      min_margin: amount,
      step: amount,
      ending: amount,
    },
  })
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const minor = (field: string) => (field.trim() === '' ? undefined : minorFrom(field, values.currency))
      const step = minor(values.step)
      const ending = minor(values.ending)
      const body: PriceRuleSettings = {
        customer: values.customer || null,
        tld: values.tld.trim().toLowerCase().replace(/^\./, '') || null,
        operation: values.operation || null,
        currency: values.currency,
        basis:
          values.kind === 'percent'
            ? { kind: 'percent', basis_points: Math.round(Number(values.percent) * 100) }
            : { kind: 'per_year', minor: minor(values.per_year) ?? 0 },
        surcharge: minor(values.surcharge) ?? 0,
        min_margin: minor(values.min_margin) ?? 0,
        min_margin_basis_points: Math.round(Number(values.min_percent) * 100),
        rounding: step ? { step, ...(ending === undefined ? {} : { ending }) } : null,
      }
      return saveRule(rule?.id, body)
    },
    onSuccess: async () => {
      notifyDone(rule ? 'The rule is saved' : 'The rule is there')
      await client.invalidateQueries({ queryKey: ['reseller', 'prices'] })
      close()
    },
    onError: (error) => showViolations(form, error),
  })
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label="Customer"
            placeholder="Every customer"
            data={customers}
            value={form.values.customer || null}
            onChange={(value) => form.setFieldValue('customer', value ?? '')}
            error={form.errors.customer}
            searchable
            clearable
          />
          <TextInput label="TLD" placeholder="every TLD" spellCheck={false} {...form.getInputProps('tld')} />
          <Select
            label="For"
            placeholder="Everything"
            data={['register', 'renew', 'transfer', 'restore']}
            value={form.values.operation || null}
            onChange={(value) => form.setFieldValue('operation', value ?? '')}
            error={form.errors.operation}
            clearable
          />
          <TextInput
            label="Currency"
            description="Of the customers that the rule is for"
            maxLength={3}
            {...form.getInputProps('currency')}
            onChange={(event) => form.setFieldValue('currency', event.currentTarget.value.toUpperCase())}
          />
        </SimpleGrid>
        <Radio.Group label="Price" {...form.getInputProps('kind')}>
          <Group mt={6} gap="lg">
            <Radio value="percent" label="Cost and a percentage on top" />
            <Radio value="per_year" label="An amount per year" />
          </Group>
        </Radio.Group>
        {form.values.kind === 'percent' ? (
          <NumberInput
            label="On top of the cost"
            suffix=" %"
            min={0}
            decimalScale={2}
            w={200}
            {...form.getInputProps('percent')}
          />
        ) : (
          <TextInput label="Per year" placeholder="12.99" w={200} {...form.getInputProps('per_year')} />
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="Surcharge per order" placeholder="none" {...form.getInputProps('surcharge')} />
          <TextInput label="Least margin" placeholder="none" {...form.getInputProps('min_margin')} />
          <NumberInput
            label="Least margin, of the cost"
            suffix=" %"
            min={0}
            decimalScale={2}
            {...form.getInputProps('min_percent')}
          />
          <Group grow align="flex-start">
            <TextInput
              label="Round up to"
              description="Steps, such as 1.00"
              placeholder="none"
              {...form.getInputProps('step')}
            />
            <TextInput label="Ending in" description="Such as 0.99" {...form.getInputProps('ending')} />
          </Group>
        </SimpleGrid>
        <ErrorNote error={save.error} known={Object.keys(form.values)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {rule ? 'Save rule' : 'Add rule'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function amount(text: string, values: { currency: string }): string | null {
  if (text.trim() === '') return null
  return minorFrom(text, values.currency) === undefined ? 'An amount such as 1.50' : null
}
