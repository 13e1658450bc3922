import { Fieldset, Group, NumberInput, Paper, Radio, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { majorText, minorFrom } from '../amounts'
import { saveRule, type Customer, type Operation, type PriceRule, type PriceRuleSettings } from './api'
import { INPUT_FIRST } from './layout'
import { SaveButtons, useSave } from './saving'
import { OPERATIONS, ruleScope, ruleText, sentence } from './words'

interface RuleProps {
  rule?: PriceRule
  customers: readonly Customer[]
  close: () => void
}

/** A price rule, and beneath its fields the sentence that they make. */
export function RuleForm({ rule, customers, close }: RuleProps) {
  const currency = rule?.currency ?? customers[0]?.currency ?? 'EUR'
  const text = (minor: number | null | undefined) => (minor ? majorText(minor, currency) : '')
  const form = useForm<Values>({
    initialValues: {
      customer: rule?.customer ?? '',
      tld: rule?.tld ?? '',
      operation: rule?.operation ?? '',
      currency,
      kind: rule?.basis.kind ?? 'percent',
      percent: rule?.basis.kind === 'percent' ? rule.basis.basis_points / 100 : 20,
      per_year: rule?.basis.kind === 'per_year' ? majorText(rule.basis.minor, currency) : '',
      surcharge: text(rule?.surcharge),
      min_margin: text(rule?.min_margin),
      min_percent: (rule?.min_margin_basis_points ?? 0) / 100,
      step: text(rule?.rounding?.step),
      ending: text(rule?.rounding?.ending),
    },
    validate: {
      currency: (value) => (/^[A-Z]{3}$/.test(value) ? null : 'Such as USD'),
      percent: (value, values) => (values.kind === 'percent' && value === '' ? 'Such as 20, or 0' : null),
      per_year: (value, values) =>
        values.kind === 'per_year' && minorFrom(value, values.currency) === undefined
          ? 'An amount such as 12.99'
          : null,
      surcharge: amount,
      min_margin: amount,
      step: amount,
      ending: (value, values) =>
        value.trim() !== '' && values.step.trim() === '' ? 'Say to which steps it is rounded' : amount(value, values),
    },
  })
  const save = useSave({
    save: (values: Values) => saveRule(rule?.id, settingsOf(values)),
    done: rule ? 'The rule is saved' : 'The rule is there',
    close,
    onError: (error) => showViolations(form, error, RENAMED),
  })
  const settings = settingsOf(form.values)
  const named = customers.find((one) => one.id === settings.customer)?.name
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label="Customer"
            placeholder="Every customer"
            data={customers.map((one) => ({ value: one.id, label: one.name }))}
            value={form.values.customer || null}
            onChange={(value) => {
              form.setFieldValue('customer', value ?? '')
              // A rule in another currency would never be this customer's.
              const chosen = customers.find((one) => one.id === value)
              if (chosen) form.setFieldValue('currency', chosen.currency)
            }}
            error={form.errors.customer}
            searchable
            clearable
          />
          <TextInput label="TLD" placeholder="Every TLD" spellCheck={false} {...form.getInputProps('tld')} />
          <Select
            label="Orders"
            placeholder="All orders"
            data={OPERATIONS.map(({ value, many }) => ({ value, label: sentence(many) }))}
            value={form.values.operation || null}
            onChange={(value) => form.setFieldValue('operation', (value ?? '') as Operation | '')}
            error={form.errors.operation}
            clearable
          />
          <TextInput
            label="Currency"
            description="The rule is for customers who pay in it"
            inputWrapperOrder={INPUT_FIRST}
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
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <TextInput label="Surcharge per order" placeholder="none" {...form.getInputProps('surcharge')} />
          <TextInput label="Least margin" placeholder="none" {...form.getInputProps('min_margin')} />
          <NumberInput
            label="Least margin, of the cost"
            suffix=" %"
            min={0}
            decimalScale={2}
            {...form.getInputProps('min_percent')}
          />
        </SimpleGrid>
        <Fieldset legend="Rounding up">
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              label="To a multiple of"
              description="Such as 1.00; none where empty"
              inputWrapperOrder={INPUT_FIRST}
              placeholder="none"
              {...form.getInputProps('step')}
            />
            <TextInput
              label="Ending in"
              description="Such as 0.99, for prices such as 12.99"
              inputWrapperOrder={INPUT_FIRST}
              placeholder="none"
              {...form.getInputProps('ending')}
            />
          </SimpleGrid>
        </Fieldset>
        <Paper p="sm" bg="var(--setec-faint)" aria-live="polite">
          <Text size="sm">
            {sentence(ruleText(settings))}, for {ruleScope(settings, named)}.
          </Text>
        </Paper>
        <ErrorNote error={save.error} known={[...Object.keys(form.values), ...Object.keys(RENAMED)]} />
        <SaveButtons action={rule ? 'Save rule' : 'Add rule'} close={close} busy={save.isPending} />
      </Stack>
    </form>
  )
}

function amount(text: string, values: { currency: string }): string | null {
  if (text.trim() === '') return null
  return minorFrom(text, values.currency) === undefined ? 'An amount such as 1.50' : null
}

// An interface would not be a record of its fields.
type Values = {
  customer: string
  tld: string
  operation: Operation | ''
  currency: string
  kind: 'percent' | 'per_year'
  percent: number | string
  per_year: string
  surcharge: string
  min_margin: string
  min_percent: number | string
  step: string
  ending: string
}

/** Where the API names a field of its own. */
const RENAMED = {
  'basis.minor': 'per_year',
  'basis.basis_points': 'percent',
  min_margin_basis_points: 'min_percent',
  rounding: 'step',
  'rounding.step': 'step',
  'rounding.ending': 'ending',
}

function settingsOf(values: Values): PriceRuleSettings {
  const minor = (field: string) => (field.trim() === '' ? undefined : minorFrom(field, values.currency))
  const step = minor(values.step)
  const ending = minor(values.ending)
  const points = (field: number | string) => Math.round(Number(field) * 100)
  return {
    customer: values.customer || null,
    tld: values.tld.trim().toLowerCase().replace(/^\./, '') || null,
    operation: values.operation || null,
    currency: values.currency,
    basis:
      values.kind === 'percent'
        ? { kind: 'percent', basis_points: points(values.percent) }
        : { kind: 'per_year', minor: minor(values.per_year) ?? 0 },
    surcharge: minor(values.surcharge) ?? 0,
    min_margin: minor(values.min_margin) ?? 0,
    min_margin_basis_points: points(values.min_percent),
    rounding: step ? { step, ...(ending === undefined ? {} : { ending }) } : null,
  }
}
