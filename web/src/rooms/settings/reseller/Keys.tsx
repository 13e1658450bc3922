import { Alert, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconKey, IconPlus, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { CopyText } from '@/parts/CopyText'
import { DataTable, useTableUrl, type Column } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { notifyDone } from '@/parts/notify'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import { customerKeysQuery, newKey, revokeKey, rotateKeys, type Customer, type CustomerKey } from './api'
import { EndpointText } from './Endpoint'

export function Keys({ customer }: { customer: Customer }) {
  const { id } = customer
  const readOnly = useReadOnlyReason()
  const query = useQuery(customerKeysQuery(id))
  const client = useQueryClient()
  const url = useTableUrl()
  const [making, setMaking] = useState<'new' | 'rotate'>()
  const [ended, setEnded] = useState<CustomerKey>()
  const columns = useMemo<Column<CustomerKey>[]>(
    () => [
      { id: 'label', header: 'Label', value: (key) => key.label, width: 'minmax(140px, 2fr)', phone: 'title' },
      {
        id: 'state',
        header: 'State',
        value: (key) => (key.live ? 'Live' : 'Ended'),
        cell: (key) => <StatusBadge tone={key.live ? 'good' : 'neutral'}>{key.live ? 'Live' : 'Ended'}</StatusBadge>,
        width: '90px',
        phone: 'aside',
      },
      {
        id: 'created',
        header: 'Made',
        value: (key) => key.created_at,
        cell: (key) => <TimeText at={key.created_at} />,
        search: false,
        width: '130px',
      },
      {
        id: 'used',
        header: 'Last used',
        value: (key) => key.last_used_at,
        cell: (key) => (key.last_used_at ? <TimeText at={key.last_used_at} /> : 'never'),
        search: false,
        width: '130px',
      },
      {
        id: 'ends',
        header: 'Ends',
        value: (key) => key.revoked_at ?? key.expires_at,
        cell: (key) =>
          (key.revoked_at ?? key.expires_at) ? <TimeText at={key.revoked_at ?? key.expires_at} /> : 'never',
        search: false,
        width: '130px',
      },
      {
        id: 'end',
        header: '',
        value: () => null,
        cell: (key) =>
          key.live && (
            <DisabledReason reason={readOnly}>
              {(off) => (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Revoke the key ${key.label}`}
                  onClick={() => setEnded(key)}
                  {...off}
                >
                  Revoke
                </Button>
              )}
            </DisabledReason>
          ),
        sortable: false,
        search: false,
        width: '90px',
      },
    ],
    [readOnly],
  )
  const create = (
    <DisabledReason reason={readOnly}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking('new')} {...off}>
          New key
        </Button>
      )}
    </DisabledReason>
  )
  const live = (query.data ?? []).filter((key) => key.live).length
  const rotate = readOnly ?? (live === 0 ? 'There is no live key yet: make one' : undefined)
  return (
    <>
      <DataTable
        name="customer-keys"
        label="Keys"
        columns={columns}
        rows={query.data}
        rowId={(key) => key.id}
        url={url}
        error={query.error}
        onRetry={() => void query.refetch()}
        toolbar={
          <>
            <DisabledReason reason={rotate}>
              {(off) => (
                <Button
                  variant="default"
                  leftSection={<IconRefresh size={16} aria-hidden />}
                  onClick={() => setMaking('rotate')}
                  {...off}
                >
                  Rotate
                </Button>
              )}
            </DisabledReason>
            {create}
          </>
        }
        empty={
          <EmptyState icon={IconKey} title="No keys yet" action={create}>
            The customer's client signs its requests with a key. It is shown once, when it is made.
          </EmptyState>
        }
      />
      <Modal
        opened={making !== undefined}
        onClose={() => setMaking(undefined)}
        title={making === 'rotate' ? 'Rotate the keys' : 'New key'}
        size="lg"
        closeOnClickOutside={false}
      >
        {making && <MakeKey customer={customer} rotate={making === 'rotate'} close={() => setMaking(undefined)} />}
      </Modal>
      <ConfirmModal
        opened={ended !== undefined}
        onClose={() => setEnded(undefined)}
        title={`Revoke the key ${ended?.label ?? ''}?`}
        action="Revoke key"
        onConfirm={async () => {
          if (!ended) return
          await revokeKey(id, ended.id)
          notifyDone(`The key ${ended.label} has ended`)
          await client.invalidateQueries({ queryKey: ['reseller', 'customer', id] })
        }}
      >
        Requests that are signed with it are refused at once. To change keys without a gap, rotate them instead.
      </ConfirmModal>
    </>
  )
}

/** The key lives in this component only, until it is closed. */
function MakeKey({ customer, rotate, close }: { customer: Customer; rotate: boolean; close: () => void }) {
  const { id } = customer
  const client = useQueryClient()
  const [label, setLabel] = useState('')
  const [hours, setHours] = useState<number | string>(72)
  // An emptied input is no overlap of zero hours: that would end the other keys at once.
  const overlap = typeof hours === 'number' && hours >= 0 ? Math.round(hours) : undefined
  const isReady = label.trim() !== '' && (!rotate || overlap !== undefined)
  const make = useMutation({
    mutationFn: () => (rotate ? rotateKeys(id, label.trim(), overlap ?? 72) : newKey(id, label.trim())),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['reseller', 'customer', id] }),
    gcTime: 0,
  })
  if (make.data) {
    return (
      <Stack gap="md">
        <Alert color="yellow" variant="light" p="sm">
          <Text size="sm">Copy it now: it is shown this once and never again.</Text>
        </Alert>
        <KeyValues
          items={[
            ['API key', <CopyText key="key" value={make.data.api_key} label="API key" />],
            ['E-mail', <CopyText key="email" value={customer.email} label="e-mail" />],
            ['Endpoint', <EndpointText key="endpoint" />],
          ]}
        />
        <Group justify="flex-end">
          <Button
            onClick={() => {
              make.reset()
              close()
            }}
          >
            I have copied it
          </Button>
        </Group>
      </Stack>
    )
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !make.isPending) make.mutate()
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Label"
          description="What you call it, such as WHMCS"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          data-autofocus
        />
        {rotate && (
          <NumberInput
            label="Hours that the keys of before still work"
            description="0 ends them at once"
            min={0}
            allowDecimal={false}
            value={hours}
            onChange={setHours}
          />
        )}
        {rotate && overlap !== undefined && (
          <Text size="sm" c="dimmed">
            A new key is made. {overlap === 0 ? 'All others end at once.' : `All others end in ${hoursText(overlap)}.`}
          </Text>
        )}
        <ErrorNote error={make.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isReady} loading={make.isPending}>
            {rotate ? 'Rotate' : 'Make key'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function hoursText(hours: number): string {
  if (hours === 1) return 'an hour'
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`
}
