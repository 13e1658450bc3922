import { Anchor, Text } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { DataTable, useTableMemory, type Column } from '@/parts/DataTable'

import { EmptyState } from '@/parts/EmptyState'
import { StatusBadge } from '@/parts/StatusBadge'
import { TimeText } from '@/parts/TimeText'
import { actionLabel } from '../model'
import type { Action, Server } from '../queries'
import { useActions } from './useActions'

const WORDS = {
  running: { label: 'Under way', tone: 'busy' },
  success: { label: 'Done', tone: 'good' },
  error: { label: 'Failed', tone: 'bad' },
} as const

const COLUMNS: Column<Action>[] = [
  {
    id: 'name',
    header: 'Action',
    value: (action) => actionLabel(action.name),
    width: 'minmax(180px, 2fr)',
    phone: 'title',
  },
  {
    id: 'status',
    header: 'Result',
    value: (action) => WORDS[action.status].label,
    cell: (action) => <StatusBadge tone={WORDS[action.status].tone}>{WORDS[action.status].label}</StatusBadge>,
    width: '120px',
    phone: 'aside',
  },
  {
    id: 'created',
    header: 'Asked for',
    value: (action) => action.created_at,
    cell: (action) => <TimeText at={action.created_at} />,
    search: false,
    width: '150px',
  },
  {
    id: 'updated',
    header: 'Last news',
    value: (action) => action.updated_at,
    cell: (action) => <TimeText at={action.updated_at} />,
    search: false,
    width: '150px',
  },
  {
    id: 'word',
    header: "Provider's words",
    value: (action) => `${action.name}: ${action.state}`,
    cell: (action) => (
      <Text span size="sm" c="dimmed">
        {action.name}: {action.state}
      </Text>
    ),
    width: 'minmax(180px, 1fr)',
  },
]

export function ActionsTab({ account, server }: { account: string; server: Server }) {
  const query = useActions(account, server.id)
  const url = useTableMemory()
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        What the provider did at this server. Who asked for it from here is in the{' '}
        <Anchor component={Link} to="/activity" search={{ q: server.id } as never} inherit>
          activity
        </Anchor>
        .
      </Text>
      <DataTable
        name="server-actions"
        label="Actions"
        columns={COLUMNS}
        rows={query.data}
        rowId={(action) => action.id}
        url={url}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<EmptyState icon={IconActivity} title="Nothing has happened yet" />}
      />
    </>
  )
}
