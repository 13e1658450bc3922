import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowsExchange, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableUrl, type Column } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { TimeText } from '@/parts/TimeText'
import { deleteRate, ratesQuery, saveRate, type Rate } from './api'

export function Rates() {
  const query = useQuery(ratesQuery)
  const client = useQueryClient()
  const url = useTableUrl()
  const readOnly = useReadOnlyReason()
  const [edited, setEdited] = useState<{ rate?: Rate }>()
  const [removed, setRemoved] = useState<Rate>()
  const columns = useMemo<Column<Rate>[]>(
    () => [
      {
        id: 'rate',
        header: 'Rate',
        value: (row) => `1 ${row.from} = ${row.rate} ${row.to}`,
        width: 'minmax(200px, 2fr)',
        phone: 'title',
      },
      {
        id: 'set',
        header: 'Set',
        value: (row) => row.set_at,
        cell: (row) => <TimeText at={row.set_at} />,
        search: false,
        width: 'minmax(120px, 1fr)',
      },
      {
        id: 'remove',
        header: '',
        value: () => null,
        cell: (row) => (
          <DisabledReason reason={readOnly}>
            {(off) => (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Delete the rate of ${row.from} in ${row.to}`}
                onClick={() => setRemoved(row)}
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
    ],
    [readOnly],
  )
  const create = (
    <DisabledReason reason={readOnly}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited({})} {...off}>
          Add rate
        </Button>
      )}
    </DisabledReason>
  )
  return (
    <>
      <DataTable
        name="rates"
        label="Exchange rates"
        columns={columns}
        rows={query.data}
        rowId={(row) => `${row.from}/${row.to}`}
        url={url}
        error={query.error}
        onRetry={() => void query.refetch()}
        {...(readOnly ? {} : { onOpen: (rate: Rate) => setEdited({ rate }) })}
        toolbar={create}
        empty={
          <EmptyState icon={IconArrowsExchange} title="No exchange rates" action={create}>
            Needed only where a provider charges in another currency than the customer pays in.
          </EmptyState>
        }
      />
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited?.rate ? 'Change the rate' : 'Add a rate'}
      >
        {edited && <RateForm {...(edited.rate ? { known: edited.rate } : {})} close={() => setEdited(undefined)} />}
      </Modal>
      <ConfirmModal
        opened={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title={`Delete the rate of ${removed?.from ?? ''} in ${removed?.to ?? ''}?`}
        action="Delete rate"
        onConfirm={async () => {
          if (!removed) return
          await deleteRate(removed.from, removed.to)
          notifyDone('The rate is deleted')
          await client.invalidateQueries({ queryKey: ['reseller'] })
        }}
      >
        What costs {removed?.from} is no longer sold to customers who pay in {removed?.to}.
      </ConfirmModal>
    </>
  )
}

function RateForm({ known, close }: { known?: Rate; close: () => void }) {
  const client = useQueryClient()
  const [from, setFrom] = useState(known?.from ?? 'USD')
  const [to, setTo] = useState(known?.to ?? 'EUR')
  const [rate, setRate] = useState(known?.rate ?? '')
  const isCurrency = (text: string) => /^[A-Z]{3}$/.test(text)
  const save = useMutation({
    mutationFn: () => saveRate(from, to, rate.trim().replace(',', '.')),
    onSuccess: async () => {
      notifyDone('The rate is saved')
      await client.invalidateQueries({ queryKey: ['reseller'] })
      close()
    },
  })
  const isRate = /^\d+([.,]\d{1,9})?$/.test(rate.trim())
  const isReady = isRate && isCurrency(from) && isCurrency(to) && from !== to
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !save.isPending) save.mutate()
      }}
    >
      <Stack gap="md">
        <Group grow>
          <TextInput
            label="Cost in"
            maxLength={3}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value.toUpperCase())}
            disabled={known !== undefined}
          />
          <TextInput
            label="Sold in"
            maxLength={3}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value.toUpperCase())}
            disabled={known !== undefined}
          />
        </Group>
        <TextInput
          label={`What 1 ${from} is in ${to}`}
          description="A decimal number with up to 9 places"
          inputMode="decimal"
          value={rate}
          onChange={(event) => setRate(event.currentTarget.value)}
          error={rate !== '' && !isRate ? 'A number such as 0.92' : undefined}
          data-autofocus
        />
        {isReady && (
          <Text size="sm" c="dimmed" className="numbers">
            What costs 10.00 {from} is reckoned as {(10 * Number(rate.trim().replace(',', '.'))).toFixed(2)} {to},
            rounded up, before the price rule.
          </Text>
        )}
        <ErrorNote error={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isReady} loading={save.isPending}>
            Save rate
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
