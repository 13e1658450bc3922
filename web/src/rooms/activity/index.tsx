import { Button, Pill, Tooltip } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { IconActivity, IconCalendar, IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { useNextPage } from '@/api/pages'
import { accountsQuery } from '@/api/queries/accounts'
import { journalQuery, type JournalEntry } from '@/api/queries/journal'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { TimeText } from '@/parts/TimeText'
import { EntryDrawer } from './Entry'
import { csvAddress, journalFilter } from './filter'
import { OutcomeBadge } from './OutcomeBadge'
import { ACTION_GROUPS, actionWords, doorWords, subjectWords } from './words'
import '@mantine/dates/styles.css'

const columns: Column<JournalEntry>[] = [
  {
    id: 'at',
    header: 'When',
    value: (entry) => entry.at,
    cell: (entry) => <TimeText at={entry.at} />,
    width: '140px',
  },
  {
    id: 'action',
    header: 'What',
    value: (entry) => actionWords(entry.action),
    width: 'minmax(180px, 2fr)',
    phone: 'title',
  },
  { id: 'subject', header: 'Of', value: subjectWords, width: 'minmax(160px, 2fr)' },
  { id: 'account', header: 'Account', value: (entry) => entry.account, width: 'minmax(100px, 1fr)' },
  { id: 'actor', header: 'Who', value: (entry) => entry.actor, width: 'minmax(90px, 1fr)' },
  { id: 'door', header: 'Through', value: (entry) => doorWords(entry.door), width: '120px', phone: 'hidden' },
  {
    id: 'outcome',
    header: 'Result',
    value: (entry) => entry.outcome,
    cell: (entry) => <OutcomeBadge outcome={entry.outcome} />,
    width: '110px',
    phone: 'aside',
  },
]

const OUTCOMES = [
  { value: 'open', label: 'Under way' },
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'unknown', label: 'Unknown' },
]

export function ActivityPage() {
  const search = useSearch({ from: '/activity' })
  const navigate = useNavigate({ from: '/activity' })
  const url = useTableUrl()
  const filter = useMemo(() => journalFilter(search), [search])
  const journal = useInfiniteQuery(journalQuery(filter))
  const rows = useMemo(() => journal.data?.pages.flat(), [journal.data])
  const { data: accounts } = useQuery(accountsQuery)

  const filters = useMemo<Filter<JournalEntry>[]>(
    () => [
      {
        id: 'account',
        label: 'Account',
        get: (entry) => entry.account,
        single: true,
        options: (accounts ?? [])
          .filter((account) => account.connected)
          .map((account) => ({ value: account.name, label: account.name })),
      },
      { id: 'action', label: 'Kind', get: (entry) => entry.action, single: true, options: ACTION_GROUPS },
      { id: 'outcome', label: 'Result', get: (entry) => entry.outcome, single: true, options: OUTCOMES },
    ],
    [accounts],
  )

  const onEndReached = useNextPage(journal)

  const open = (id: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, open: id }), resetScroll: false })
  return (
    <>
      <PageHeader
        title="Activity"
        description="Every change that was asked for: who, when, through which door, and how it ended."
        actions={
          <Tooltip label="What the filters show, as a table for other programs">
            <Button
              component="a"
              href={csvAddress(filter)}
              download
              variant="default"
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              Export CSV
            </Button>
          </Tooltip>
        }
      />
      <DataTable
        name="activity"
        label="Activity"
        columns={columns}
        rows={rows}
        rowId={(entry) => entry.id}
        url={url}
        filters={filters}
        manual
        error={journal.error}
        onRetry={() => void journal.refetch()}
        onEndReached={onEndReached}
        isFetchingMore={journal.isFetchingNextPage}
        onOpen={(entry) => open(entry.id)}
        searchPlaceholder="Domain, server or key"
        tone={(entry) => (entry.outcome === 'failed' || entry.outcome === 'unknown' ? 'bad' : undefined)}
        toolbar={
          <>
            {search.actor && (
              <Pill
                size="md"
                withRemoveButton
                onRemove={() => url.set({ actor: undefined })}
                removeButtonProps={{ 'aria-label': `Show everybody again`, 'aria-hidden': false, tabIndex: 0 }}
              >
                Only by {search.actor}
              </Pill>
            )}
            <DatePickerInput
              type="range"
              placeholder="All days"
              valueFormat="D MMM YYYY"
              leftSection={<IconCalendar size={15} aria-hidden />}
              value={[search.since ?? null, search.until ?? null]}
              onChange={([since, until]) => url.set({ since: since ?? undefined, until: until ?? undefined })}
              maxDate={dayjs().format('YYYY-MM-DD')}
              clearable
              allowSingleDateInRange
              miw={150}
            />
          </>
        }
        empty={
          <EmptyState icon={IconActivity} title="Nothing has been changed yet">
            Every change, from here, the command line or the API, is written down before it is made.
          </EmptyState>
        }
      />
      <EntryDrawer
        entry={rows?.find((entry) => entry.id === search.open)}
        onClose={() => open(undefined)}
        onActor={(actor) => void navigate({ search: (old) => ({ ...old, actor, open: undefined }) })}
      />
    </>
  )
}
