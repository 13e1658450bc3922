import { Button, Modal } from '@mantine/core'
import { IconPlus, IconReceipt } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { notifyDone } from '@/parts/notify'
import { customersQuery, deleteRule, pricesQuery, type PriceRule } from './api'
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
  const query = useQuery(pricesQuery)
  const customers = useQuery(customersQuery)
  const client = useQueryClient()
  const url = useTableUrl()
  const readOnly = useReadOnlyReason()
  const [edited, setEdited] = useState<{ rule?: PriceRule }>()
  const [removed, setRemoved] = useState<PriceRule>()
  const name = useCallback(
    (id: string | null | undefined) => customers.data?.find((one) => one.id === id)?.name,
    [customers.data],
  )
  const columns = useMemo<Column<PriceRule>[]>(() => {
    return [
      {
        id: 'scope',
        header: 'For',
        value: (rule) => sentence(ruleScope(rule, name(rule.customer))),
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
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Delete the rule for ${ruleScope(rule, name(rule.customer))}`}
                onClick={() => setRemoved(rule)}
                {...off}
              >
                Delete
              </Button>
            )}
          </DisabledReason>
        ),
        sortable: false,
        search: false,
        width: '80px',
      },
    ]
  }, [name, readOnly])
  const create = (
    <DisabledReason reason={readOnly}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited({})} {...off}>
          Add rule
        </Button>
      )}
    </DisabledReason>
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
        filters={FILTERS}
        error={query.error}
        onRetry={() => void query.refetch()}
        {...(readOnly ? {} : { onOpen: (rule: PriceRule) => setEdited({ rule }) })}
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
            customers={customers.data ?? []}
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
          await client.invalidateQueries({ queryKey: ['reseller'] })
        }}
      >
        {removed && `${ruleText(removed)}, for ${ruleScope(removed, name(removed.customer))}`}. What no other rule is
        for is no longer sold.
      </ConfirmModal>
    </>
  )
}
