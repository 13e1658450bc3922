import { Checkbox, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { asApiError } from '@/api/error'
import { useAccounts } from '@/api/queries/accounts'
import { isIpv4, isIpv6, nameFault, normalName } from '../records/check'
import { keyOf } from '../records/model'
import { TtlField } from '../records/TtlField'
import { useZone } from '../zone/context'
import type { Proposal } from './mail'
import { StageProposals } from './StageProposals'

/** Names that point to one of the servers, or to any address. */
export function PointForm({ onBack }: { onBack: () => void }) {
  const { zone, after, facts } = useZone()
  const { accounts } = useAccounts('servers')
  const lists = useQueries({
    queries: accounts.map((account) => ({
      queryKey: ['servers', account.name],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ok(api.GET('/api/hosting/providers/{provider}/vms', { params: { path: { provider: account.name } }, signal })),
    })),
  })
  const servers = accounts.flatMap((account, index) =>
    (lists[index]?.data ?? []).map((server) => ({ ...server, account: account.name })),
  )
  const failed = accounts.flatMap((account, index) => {
    const error = lists[index]?.error
    return error ? [`${account.name}: ${asApiError(error).message}`] : []
  })
  const [server, setServer] = useState<string | null>(null)
  const [addresses, setAddresses] = useState<string[]>([])
  const [name, setName] = useState('@')
  const [www, setWww] = useState(true)
  const [ttl, setTtl] = useState<number | undefined>(Math.max(facts.min, 300))

  const fault = nameFault(name, zone)
  const owner = normalName(name, zone)
  const bad = addresses.find((address) => !isIpv4(address) && !isIpv6(address))
  const v4 = addresses.filter(isIpv4)
  const v6 = addresses.filter(isIpv6)
  const set = (type: string, name: string, values: string[], why: string): Proposal[] =>
    values.length === 0 || ttl === undefined
      ? []
      : [{ name, type, next: { ttl, values: values.map((content) => ({ content, priority: 0 })) }, why }]
  const proposals =
    fault || bad
      ? []
      : [
          ...set('A', owner, v4, 'IPv4'),
          ...set('AAAA', owner, v6, 'IPv6'),
          ...(www && owner === '@' && addresses.length > 0 ? set('CNAME', 'www', [zone], 'Follows the domain') : []),
        ]
  const stays = ['A', 'AAAA'].filter(
    (type) => addresses.length > 0 && (type === 'A' ? v4 : v6).length === 0 && after.has(keyOf(owner, type)),
  )

  return (
    <Stack gap="md">
      <Select
        label="Server"
        placeholder={
          lists.some((list) => list.isPending) ? 'Reading the servers' : 'Choose one, or type addresses below'
        }
        data={servers.map((one) => ({
          value: `${one.account} ${one.id}`,
          label: `${one.name} at ${one.account}${one.ipv4 ? `, ${one.ipv4}` : ''}`,
        }))}
        value={server}
        onChange={(next) => {
          setServer(next)
          const found = servers.find((one) => `${one.account} ${one.id}` === next)
          if (found) setAddresses([found.ipv4, found.ipv6].flatMap((address) => (address ? [address] : [])))
        }}
        searchable
        clearable
        nothingFoundMessage="No such server"
      />
      {failed.map((text) => (
        <Text key={text} size="sm" c="var(--mantine-color-error)">
          {text}
        </Text>
      ))}
      <TagsInput
        label="Addresses"
        placeholder={addresses.length === 0 ? '192.0.2.10' : undefined}
        value={addresses}
        onChange={setAddresses}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        error={bad && `${bad} is not an address`}
      />
      <TextInput
        label="Name"
        description="@ is the domain itself"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault}
        classNames={{ input: 'mono' }}
      />
      {owner === '@' && (
        <Checkbox checked={www} onChange={(event) => setWww(event.currentTarget.checked)} label={`www.${zone} too`} />
      )}
      <TtlField facts={facts} value={ttl} onChange={setTtl} error={ttl === undefined ? 'Needed' : undefined} />
      {stays.map((type) => (
        <Text size="sm" key={type}>
          {owner} has {type} records that stay and would still point elsewhere. Delete them in the table if they should
          go.
        </Text>
      ))}
      <StageProposals proposals={proposals} onBack={onBack} />
    </Stack>
  )
}
