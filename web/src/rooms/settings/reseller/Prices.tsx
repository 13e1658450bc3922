import { IconReceipt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { Column, Filter } from '@/parts/DataTable'
import { customersQuery, deleteRule, pricesQuery, type PriceRule } from './api'
import { EditableList } from './EditableList'
import { RuleForm } from './RuleForm'
import { OPERATIONS, ruleScope, ruleText, sentence } from './words'

const FILTERS: Filter<PriceRule>[] = [
  {
    id: 'operation',
    label: 'Orders',
    get: (rule) => rule.operation ?? OPERATIONS.map((one) => one.value),
    options: OPERATIONS,
  },
]

export function Prices() {
  const customers = useQuery(customersQuery)
  const scope = useCallback(
    (rule: PriceRule) => ruleScope(rule, customers.data?.find((one) => one.id === rule.customer)?.name),
    [customers.data],
  )
  const nameOf = useCallback((rule: PriceRule) => `rule for ${scope(rule)}`, [scope])
  const columns = useMemo<Column<PriceRule>[]>(
    () => [
      {
        id: 'scope',
        header: 'For',
        value: (rule) => sentence(scope(rule)),
        width: 'minmax(200px, 1fr)',
        phone: 'title',
      },
      { id: 'price', header: 'Price', value: ruleText, width: 'minmax(240px, 2fr)' },
      { id: 'currency', header: 'Currency', value: (rule) => rule.currency, width: '90px', phone: 'aside' },
    ],
    [scope],
  )
  return (
    <EditableList
      name="price-rules"
      label="Price rules"
      noun="rule"
      nameOf={nameOf}
      query={useQuery(pricesQuery)}
      rowId={(rule) => rule.id}
      columns={columns}
      filters={FILTERS}
      icon={IconReceipt}
      emptyTitle="No price rules yet"
      purpose="What no rule is for is not sold, so that nothing goes out at cost by accident."
      title={(rule) => (rule ? 'Change the price rule' : 'Add a price rule')}
      size="lg"
      form={(rule, close) => <RuleForm {...(rule ? { rule } : {})} customers={customers.data ?? []} close={close} />}
      remove={(rule) => deleteRule(rule.id)}
      lost={(rules) =>
        `${rules.map((rule) => `${ruleText(rule)}, for ${scope(rule)}`).join('; ')}. What no other rule is for is no longer sold.`
      }
    />
  )
}
