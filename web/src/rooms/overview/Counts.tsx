import { Group, Paper, SimpleGrid, Text, Tooltip } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCreditCard,
  IconKey,
  IconListDetails,
  IconServer2,
  IconWorldWww,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { accountsQuery } from '@/api/queries/accounts'
import type { Overview } from '@/api/queries/overview'
import classes from './Overview.module.css'

type Count = Overview['counts'][number]

const KINDS = [
  { key: 'domains', label: 'Domains', to: '/domains', icon: IconWorldWww, capability: 'domains' },
  { key: 'zones', label: 'DNS zones', to: '/dns', icon: IconListDetails, capability: 'dns' },
  { key: 'servers', label: 'Servers', to: '/servers', icon: IconServer2, capability: 'servers' },
  { key: 'keys', label: 'SSH keys', to: '/ssh-keys', icon: IconKey, capability: 'ssh_keys' },
  { key: 'subscriptions', label: 'Subscriptions', to: '/billing', icon: IconCreditCard, capability: 'billing' },
] as const

/** How much there is of everything; by account on hover. */
export function Counts({ counts }: { counts: Overview['counts'] }) {
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, md: 5 }} spacing="sm">
      {KINDS.map((kind) => (
        <Tile key={kind.key} kind={kind} counts={counts} />
      ))}
    </SimpleGrid>
  )
}

function Tile({ kind, counts }: { kind: (typeof KINDS)[number]; counts: readonly Count[] }) {
  const known = counts.filter((count) => count[kind.key] != null)
  const sum = known.reduce((total, count) => total + (count[kind.key] ?? 0), 0)
  // An account in trouble matters to what it could hold at all.
  const { data: accounts } = useQuery(accountsQuery)
  const capable = (name: string) =>
    accounts?.find((account) => account.name === name)?.capabilities.includes(kind.capability) ?? true
  const failing = counts.filter((count) => count.problem != null && capable(count.account))
  const missing = failing.filter((count) => count[kind.key] == null)
  const troubled = missing.length > 0 ? missing : failing
  const shares = known.filter((count) => (count[kind.key] ?? 0) > 0)
  return (
    <Tooltip
      disabled={shares.length === 0}
      label={shares.map((count) => (
        <div key={count.account}>
          {count.account}: {count[kind.key]}
        </div>
      ))}
    >
      <Paper component={Link} to={kind.to} withBorder className={classes.tile}>
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" c="dimmed">
            {kind.label}
          </Text>
          <kind.icon size={16} stroke={1.5} aria-hidden color="var(--mantine-color-dimmed)" />
        </Group>
        <Group gap={6} align="baseline">
          <Text className={classes.number}>{known.length > 0 ? sum.toLocaleString() : '–'}</Text>
          {known.length === 0 && failing.length === 0 && (
            <Text size="xs" c="dimmed" span>
              not read yet
            </Text>
          )}
          {troubled.length > 0 && (
            <Group gap={4} wrap="nowrap" component="span">
              <IconAlertTriangle size={13} aria-hidden color="var(--mantine-color-dimmed)" />
              <Text size="xs" c="dimmed" span>
                {missing.length > 0 ? 'without' : 'as last told by'} {troubled.map((count) => count.account).join(', ')}
              </Text>
            </Group>
          )}
        </Group>
      </Paper>
    </Tooltip>
  )
}
