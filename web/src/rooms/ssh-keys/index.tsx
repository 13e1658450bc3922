import { Badge, Button, Group, Modal } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { Problems } from '@/rooms/servers/Problems'
import { AddKey } from './AddKey'
import { DeleteKeys } from './DeleteKeys'
import { KeyDrawer } from './KeyDrawer'
import type { Copy, KeyRow } from './model'
import { useKeys } from './useKeys'

const COLUMNS: Column<KeyRow>[] = [
  {
    id: 'name',
    header: 'Name',
    value: (row) => row.name,
    search: (row) => row.copies.map((copy) => copy.name).join(' '),
    width: 'minmax(150px, 1fr)',
    phone: 'title',
  },
  { id: 'type', header: 'Type', value: (row) => row.type, width: '120px', phone: 'aside' },
  {
    id: 'fingerprint',
    header: 'Fingerprint',
    value: (row) => row.fingerprint,
    cell: (row) => <span className="mono">{row.fingerprint || 'cannot be read'}</span>,
    width: 'minmax(240px, 2fr)',
    phone: 'line',
  },
  { id: 'comment', header: 'Comment', value: (row) => row.comment, width: 'minmax(140px, 1fr)', phone: 'line' },
  {
    id: 'accounts',
    header: 'Accounts',
    value: (row) => row.copies.length,
    cell: (row) => (
      <Group gap={4} wrap="nowrap">
        {[...new Set(row.copies.map((copy) => copy.account))].map((account) => (
          <Badge key={account} variant="default" tt="none" fw={500}>
            {account}
          </Badge>
        ))}
      </Group>
    ),
    search: (row) => row.copies.map((copy) => copy.account).join(' '),
    width: 'minmax(180px, 1fr)',
    phone: 'line',
  },
]

const FILTERS: Filter<KeyRow>[] = [
  { id: 'account', label: 'Account', get: (row) => row.copies.map((copy) => copy.account) },
]

export function SshKeysPage() {
  const { accounts, rows, problems, error, refetch } = useKeys()
  const { open, add: isAdding } = useSearch({ from: '/ssh-keys' })
  const navigate = useNavigate()
  const readOnly = useReadOnlyReason()
  const url = useTableUrl()
  const [sent, setSent] = useState<KeyRow>()
  const [deleted, setDeleted] = useState<{ copies: Copy[]; done?: () => void }>()

  const show = (key: string | undefined) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, open: key }) as never, replace: true })
  const setAdding = (add: true | undefined) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, add }) as never, replace: true })
  const bulk = useCallback(
    (chosen: KeyRow[], clear: () => void) => (
      <DisabledReason reason={readOnly}>
        {(off) => (
          <Button
            size="xs"
            variant="default"
            onClick={() => setDeleted({ copies: chosen.flatMap((row) => row.copies), done: clear })}
            {...off}
          >
            Delete
          </Button>
        )}
      </DisabledReason>
    ),
    [readOnly],
  )
  const shown = rows?.find((row) => row.key === open)
  const nowhere = rows && accounts.length === 0 ? 'No connected account offers SSH keys' : undefined
  const add = (
    <DisabledReason reason={readOnly ?? nowhere}>
      {(off) => (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)} {...off}>
          Add key
        </Button>
      )}
    </DisabledReason>
  )
  return (
    <>
      <PageHeader
        title="SSH Keys"
        description="Public keys that new servers get. A key that several accounts have is one line."
        actions={add}
      />
      <Problems what="keys" problems={problems} />
      <DataTable
        name="ssh-keys"
        label="SSH keys"
        columns={COLUMNS}
        rows={rows}
        rowId={(row) => row.key}
        url={url}
        filters={FILTERS}
        error={error}
        onRetry={() => void refetch()}
        searchPlaceholder="Name, fingerprint, comment"
        onOpen={(row) => show(row.key)}
        bulk={bulk}
        empty={
          accounts.length === 0 ? (
            <EmptyState
              icon={IconKey}
              title="No account with SSH keys"
              action={
                <Button component={Link} to="/providers" variant="default">
                  Connect an account
                </Button>
              }
            >
              Connect an account at a provider that keeps SSH keys, such as Hostinger.
            </EmptyState>
          ) : (
            <EmptyState icon={IconKey} title="No keys yet" action={add}>
              Add a public key once and send it to all your accounts.
            </EmptyState>
          )
        }
      />
      <KeyDrawer
        row={shown}
        everywhere={
          shown !== undefined && accounts.every((one) => shown.copies.some((copy) => copy.account === one.name))
        }
        onClose={() => show(undefined)}
        onSend={setSent}
        onDelete={(copies) => setDeleted({ copies })}
      />
      <Modal
        opened={isAdding === true && rows !== undefined && !(readOnly ?? nowhere)}
        onClose={() => setAdding(undefined)}
        title="Add an SSH key"
        zIndex={300}
      >
        {isAdding && <AddKey accounts={accounts} rows={rows ?? []} close={() => setAdding(undefined)} />}
      </Modal>
      <Modal
        opened={sent !== undefined}
        onClose={() => setSent(undefined)}
        title={`Send ${sent?.name ?? ''} to further accounts`}
        zIndex={300}
      >
        {sent && <AddKey accounts={accounts} rows={rows ?? []} known={sent} close={() => setSent(undefined)} />}
      </Modal>
      <Modal
        opened={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        title={deleted?.copies.length === 1 ? 'Delete the key?' : `Delete ${deleted?.copies.length ?? 0} keys?`}
        zIndex={300}
      >
        {deleted && (
          <DeleteKeys
            copies={deleted.copies}
            close={() => setDeleted(undefined)}
            {...(deleted.done ? { onDone: deleted.done } : {})}
          />
        )}
      </Modal>
    </>
  )
}
