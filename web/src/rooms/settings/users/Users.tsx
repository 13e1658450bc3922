import { Button, Modal, Text } from '@mantine/core'
import { IconPlus, IconUsers } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { useSession } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { notifyDone } from '@/parts/notify'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import { usersQuery } from '../queries'
import { DeleteUsers } from './DeleteUsers'
import { NewUser } from './NewUser'
import { UserDrawer } from './UserDrawer'

type User = Schemas['UserBody']

export const ROLES: Record<User['role'], { label: string; meaning: string }> = {
  admin: { label: 'Administrator', meaning: 'May do everything, within the spending limits' },
  viewer: { label: 'Read-only', meaning: 'May look at everything and change nothing' },
}

const columns = (own: string | undefined): Column<User>[] => [
  {
    id: 'name',
    header: 'Name',
    value: (user) => user.name,
    cell: (user) => (
      <>
        <Text span inherit fw={500}>
          {user.name}
        </Text>
        {user.id === own && (
          <Text span inherit c="dimmed">
            {' '}
            (you)
          </Text>
        )}
      </>
    ),
    width: 'minmax(160px, 2fr)',
    phone: 'title',
  },
  {
    id: 'role',
    header: 'Role',
    value: (user) => ROLES[user.role].label,
    cell: (user) => (
      <StatusBadge tone={user.role === 'admin' ? 'busy' : 'neutral'}>{ROLES[user.role].label}</StatusBadge>
    ),
    width: 'minmax(130px, 1fr)',
    phone: 'aside',
  },
  {
    id: 'created',
    header: 'Created',
    value: (user) => user.created_at,
    cell: (user) => <TimeText at={user.created_at} date />,
    search: false,
    width: 'minmax(110px, 1fr)',
  },
]

const FILTERS: Filter<User>[] = [
  {
    id: 'role',
    label: 'Role',
    get: (user) => user.role,
    options: Object.entries(ROLES).map(([value, { label }]) => ({ value, label })),
  },
]

export function Users() {
  const query = useQuery(usersQuery)
  const client = useQueryClient()
  const { user: own } = useSession()
  const { open, add: making } = useSearch({ from: '/settings/$page' })
  const navigate = useNavigate()
  const url = useTableUrl()
  const [deleted, setDeleted] = useState<User>()
  const [many, setMany] = useState<{ users: User[]; clear: () => void }>()
  const [shownColumns] = useState(() => columns(own?.id))
  const bulk = useCallback(
    (users: User[], clear: () => void) => (
      <Button size="xs" variant="default" onClick={() => setMany({ users, clear })}>
        Delete
      </Button>
    ),
    [],
  )
  const show = (id: string | undefined) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, open: id }) as never, replace: true })
  const setMaking = (add: true | undefined) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, add }) as never, replace: true })
  return (
    <>
      <DataTable
        name="users"
        label="Users"
        columns={shownColumns}
        rows={query.data}
        rowId={(user) => user.id}
        url={url}
        filters={FILTERS}
        error={query.error}
        onRetry={() => void query.refetch()}
        onOpen={(user) => show(user.id)}
        bulk={bulk}
        canSelect={(user) => user.id !== own?.id}
        toolbar={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
            Create user
          </Button>
        }
        empty={<EmptyState icon={IconUsers} title="No users" />}
      />
      <Text size="sm" c="dimmed" mt="sm">
        A role cannot be changed, and nobody can set the password of another: delete the user and create it again.
      </Text>
      <UserDrawer
        user={query.data?.find((user) => user.id === open)}
        own={own?.id}
        onClose={() => show(undefined)}
        onDelete={setDeleted}
      />
      <Modal opened={making === true} onClose={() => setMaking(undefined)} title="Create a user">
        {making && <NewUser close={() => setMaking(undefined)} />}
      </Modal>
      <Modal opened={many !== undefined} onClose={() => setMany(undefined)} title="Delete the users?">
        {many && <DeleteUsers users={many.users} close={() => setMany(undefined)} onDone={many.clear} />}
      </Modal>
      <ConfirmModal
        opened={deleted !== undefined}
        onClose={() => setDeleted(undefined)}
        title={`Delete ${deleted?.name ?? ''}?`}
        typeName={deleted?.name ?? ''}
        action="Delete user"
        onConfirm={async () => {
          if (!deleted) return
          await ok(api.DELETE('/api/users/{id}', { params: { path: { id: deleted.id } } }))
          notifyDone(`${deleted.name} is deleted`, 'All sessions of the user have ended.')
          show(undefined)
          await client.invalidateQueries({ queryKey: ['users'] })
        }}
      >
        All sessions of {deleted?.name} end at once. What the user did stays in the activity.
      </ConfirmModal>
    </>
  )
}
