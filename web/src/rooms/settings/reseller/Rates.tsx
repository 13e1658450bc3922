import { Group, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Column } from '@/parts/DataTable'
import { ErrorNote } from '@/parts/ErrorState'
import { TimeText } from '@/parts/TimeText'
import { deleteRate, ratesQuery, saveRate, type Rate } from './api'
import { EditableList } from './EditableList'
import { SaveButtons, useSave } from './saving'

const COLUMNS: Column<Rate>[] = [
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
]

const nameOf = (rate: Rate) => `rate of ${rate.from} in ${rate.to}`

export function Rates() {
  return (
    <EditableList
      name="rates"
      label="Exchange rates"
      noun="rate"
      nameOf={nameOf}
      query={useQuery(ratesQuery)}
      rowId={(rate) => `${rate.from}/${rate.to}`}
      columns={COLUMNS}
      icon={IconArrowsExchange}
      emptyTitle="No exchange rates"
      purpose="Needed only where a provider charges in another currency than the customer pays in."
      title={(rate) => (rate ? 'Change the rate' : 'Add a rate')}
      form={(rate, close) => <RateForm {...(rate ? { known: rate } : {})} close={close} />}
      remove={(rate) => deleteRate(rate.from, rate.to)}
      lost={(rates) => rates.map((rate) => `What costs ${rate.from} is no longer sold in ${rate.to}.`).join(' ')}
    />
  )
}

function RateForm({ known, close }: { known?: Rate; close: () => void }) {
  const [from, setFrom] = useState(known?.from ?? 'USD')
  const [to, setTo] = useState(known?.to ?? 'EUR')
  const [rate, setRate] = useState(known?.rate ?? '')
  const isCurrency = (text: string) => /^[A-Z]{3}$/.test(text)
  const save = useSave({
    save: () => saveRate(from, to, rate.trim().replace(',', '.')),
    done: 'The rate is saved',
    close,
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
        <SaveButtons action="Save rate" close={close} busy={save.isPending} disabled={!isReady} />
      </Stack>
    </form>
  )
}
