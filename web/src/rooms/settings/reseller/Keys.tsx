import { Alert, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconKey, IconPlus, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { CopyText } from '@/parts/CopyText'
import { DataTable, useTableMemory, type Column } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import { customerKeysQuery, endKey, newKey, rotateKeys, type CustomerKey } from './api'

export function Keys({ id }: { id: string }) {
  const query = useQuery(customerKeysQuery(id))
  const client = useQueryClient()
  const url = useTableMemory()
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
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`End the key ${key.label}`}
              onClick={() => setEnded(key)}
            >
              End
            </Button>
          ),
        sortable: false,
        search: false,
        width: '70px',
      },
    ],
    [],
  )
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking('new')}>
      New key
    </Button>
  )
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
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} aria-hidden />}
              onClick={() => setMaking('rotate')}
            >
              Rotate
            </Button>
            {create}
          </>
        }
        empty={
          <EmptyState icon={IconKey} title="No keys yet" action={create}>
            The customer signs its requests with a key. It is shown once.
          </EmptyState>
        }
      />
      <Modal
        opened={making !== undefined}
        onClose={() => setMaking(undefined)}
        title={making === 'rotate' ? 'Rotate the keys' : 'New key'}
        closeOnClickOutside={false}
      >
        {making && <MakeKey id={id} rotate={making === 'rotate'} close={() => setMaking(undefined)} />}
      </Modal>
      <ConfirmModal
        opened={ended !== undefined}
        onClose={() => setEnded(undefined)}
        title={`End the key ${ended?.label ?? ''}?`}
        action="End key"
        onConfirm={async () => {
          if (!ended) return
          await endKey(id, ended.id)
          notifyDone('The key has ended')
          await client.invalidateQueries({ queryKey: ['reseller', 'customer', id] })
        }}
      >
        Requests that are signed with it are refused from now on.
      </ConfirmModal>
    </>
  )
}

/** The key lives in this component only, until it is closed. */
function MakeKey({ id, rotate, close }: { id: string; rotate: boolean; close: () => void }) {
  const client = useQueryClient()
  const [label, setLabel] = useState('')
  const [hours, setHours] = useState<number | string>(72)
  const make = useMutation({
    mutationFn: () =>
      rotate ? rotateKeys(id, label.trim(), Math.max(0, Math.round(Number(hours)))) : newKey(id, label.trim()),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['reseller', 'customer', id] }),
    gcTime: 0,
  })
  if (make.data) {
    return (
      <Stack gap="md">
        <Alert color="yellow" variant="light" p="sm">
          <Text size="sm">Copy it now: it is shown this once and never again.</Text>
        </Alert>
        <CopyText value={make.data.api_key} label="key" />
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
        if (label.trim() !== '' && !make.isPending) make.mutate()
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
          <NumberInput label="Hours that the keys of before still work" min={0} value={hours} onChange={setHours} />
        )}
        <ErrorNote error={make.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={label.trim() === ''} loading={make.isPending}>
            {rotate ? 'Rotate' : 'Make key'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
