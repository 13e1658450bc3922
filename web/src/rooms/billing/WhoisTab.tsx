import { Button, Group, List, Menu, Text } from '@mantine/core'
import { IconId, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DataTable, useTableUrl, type Column, type Filter } from '@/parts/DataTable'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { notifyDone } from '@/parts/notify'
import { TimeText } from '@/parts/TimeText'
import { WhoisForm } from '@/parts/WhoisForm'
import { Failures } from './Failures'
import type { WhoisProfile } from './model'
import { useWhoisProfiles } from './queries'

const person = (profile: WhoisProfile) =>
  [profile.whois_details['first_name'], profile.whois_details['last_name']].filter(Boolean).join(' ')

const columns: readonly Column<WhoisProfile>[] = [
  { id: 'tld', header: 'For', value: (profile) => `.${profile.tld}`, width: '80px', phone: 'aside' },
  {
    id: 'name',
    header: 'Registrant',
    value: (profile) => profile.whois_details['company_name'] ?? person(profile),
    search: (profile) => Object.values(profile.whois_details).join(' '),
    width: 'minmax(180px, 1.4fr)',
    phone: 'title',
  },
  { id: 'person', header: 'Person', value: person, width: 'minmax(130px, 1fr)' },
  {
    id: 'email',
    header: 'E-mail',
    value: (profile) => profile.whois_details['email'],
    width: 'minmax(180px, 1.4fr)',
  },
  { id: 'country', header: 'Country', value: (profile) => profile.country, width: '84px' },
  { id: 'account', header: 'Account', value: (profile) => profile.account, width: '110px', phone: 'hidden' },
  {
    id: 'updated',
    header: 'Changed',
    value: (profile) => profile.updated_at,
    search: false,
    width: '120px',
    phone: 'hidden',
    cell: (profile) => <TimeText at={profile.updated_at} date />,
  },
  {
    id: 'actions',
    header: '',
    value: () => null,
    sortable: false,
    search: false,
    align: 'end',
    width: '90px',
    cell: (profile) => <RemoveProfile profile={profile} />,
  },
]

const filters: readonly Filter<WhoisProfile>[] = [
  { id: 'account', label: 'Account', get: (profile) => profile.account },
  { id: 'tld', label: 'Ending', get: (profile) => `.${profile.tld}` },
]

/** The registrants' data that registrars keep, one profile per TLD. */
export function WhoisTab() {
  const url = useTableUrl()
  const readOnly = useReadOnlyReason()
  const { accounts, rows, failures } = useWhoisProfiles()
  const [making, setMaking] = useState<string>()
  const reason = readOnly ?? (accounts.length === 0 ? 'No connected account keeps WHOIS profiles.' : undefined)
  return (
    <>
      <Failures failures={failures} />
      <DataTable
        name="whois"
        label="WHOIS profiles"
        columns={columns}
        rows={rows}
        rowId={(profile) => `${profile.account}/${profile.id}`}
        url={url}
        filters={filters}
        toolbar={
          accounts.length > 1 && !reason ? (
            <Menu>
              <Menu.Target>
                <Button leftSection={<IconPlus size={16} aria-hidden />}>Make profile</Button>
              </Menu.Target>
              <Menu.Dropdown>
                {accounts.map(({ name }) => (
                  <Menu.Item key={name} onClick={() => setMaking(name)}>
                    {name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : (
            <DisabledReason reason={reason}>
              {(off) => (
                <Button
                  leftSection={<IconPlus size={16} aria-hidden />}
                  onClick={() => setMaking(accounts[0]?.name)}
                  {...off}
                >
                  Make profile
                </Button>
              )}
            </DisabledReason>
          )
        }
        empty={
          <EmptyState icon={IconId} title="No WHOIS profiles">
            Some registrars keep the registrant’s data per ending; a registration there takes it from the profile.
          </EmptyState>
        }
      />
      {making !== undefined && <WhoisForm account={making} onClose={() => setMaking(undefined)} />}
    </>
  )
}

function RemoveProfile({ profile }: { profile: WhoisProfile }) {
  const { account, id, tld } = profile
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const [asking, setAsking] = useState(false)
  const params = { path: { provider: account, id } }
  const usage = useQuery({
    queryKey: ['whois', account, id, 'usage'],
    queryFn: ({ signal }) => ok(api.GET('/api/hosting/providers/{provider}/whois/{id}/usage', { params, signal })),
    enabled: asking,
  })
  const remove = useMutation({
    mutationFn: () => ok(api.DELETE('/api/hosting/providers/{provider}/whois/{id}', { params })),
    onSuccess: () => {
      notifyDone(`The profile for .${tld} was removed`)
      return client.invalidateQueries({ queryKey: ['whois', account] })
    },
  })
  return (
    <>
      <DisabledReason reason={readOnly}>
        {(off) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Remove the profile ${id} for .${tld}`}
            onClick={() => setAsking(true)}
            {...off}
          >
            Remove
          </Button>
        )}
      </DisabledReason>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Remove the profile for .${tld}`}
        action="Remove"
        onConfirm={() => remove.mutateAsync()}
      >
        <Text size="sm">Registrations of .{tld} then need another profile.</Text>
        {usage.data && usage.data.length > 0 && (
          <>
            <Text size="sm" mt="xs">
              It is used by:
            </Text>
            <List size="sm">
              {usage.data.slice(0, 10).map((name) => (
                <List.Item key={name}>{name}</List.Item>
              ))}
            </List>
          </>
        )}
        {usage.isPending && (
          <Group mt="xs">
            <Text size="sm" c="dimmed">
              Looking where it is used
            </Text>
          </Group>
        )}
      </ConfirmModal>
    </>
  )
}
