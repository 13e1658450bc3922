import { Anchor, Group, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconEyeOff, IconLock, IconLockOpen, IconWorldWww } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Column, Filter } from '@/parts/DataTable'
import { Unknown } from '@/parts/KeyValues'
import { MoneyText } from '@/parts/MoneyText'
import { StatusBadge } from '@/parts/StatusBadge'
import { tagColumn, tagFilter } from '@/parts/Tags'
import { TimeText } from '@/parts/TimeText'
import classes from './domains.module.css'
import { Expiry } from './Expiry'
import { dnsHost, expiryWindows, isGone, STATUS, type DomainRow, type SyncedDomain } from './model'

const YES_NO = (on: boolean | null | undefined) => (on == null ? 'unknown' : on ? 'yes' : 'no')

export const filters: readonly Filter<DomainRow>[] = [
  { id: 'account', label: 'Account', get: (domain) => domain.account },
  { id: 'provider', label: 'Provider', get: (domain) => domain.provider },
  {
    id: 'status',
    label: 'Status',
    get: (domain) => domain.status,
    options: Object.entries(STATUS).map(([value, { label }]) => ({ value, label })),
  },
  {
    id: 'expiring',
    label: 'Expires',
    get: expiryWindows,
    options: [
      { value: 'expired', label: 'Has expired' },
      { value: '30d', label: 'Within 30 days' },
      { value: '60d', label: 'Within 60 days' },
      { value: '90d', label: 'Within 90 days' },
    ],
  },
  {
    id: 'flag',
    label: 'More',
    get: (domain) => [
      ...(domain.locked === false && !isGone(domain) ? ['unlocked'] : []),
      ...(domain.privacy_protection === false && !isGone(domain) ? ['public'] : []),
      ...(domain.auto_renew === false ? ['no-renewal'] : []),
      ...(domain.problem != null ? ['problem'] : []),
    ],
    options: [
      { value: 'unlocked', label: 'Not locked' },
      { value: 'public', label: 'Owner public' },
      { value: 'no-renewal', label: 'Will not renew' },
      { value: 'problem', label: 'Could not be read' },
    ],
  },
  tagFilter(),
]

/** `zones` says in which account a zone of the name is. */
export function columnsWith(zones: ReadonlyMap<string, string> | undefined): readonly Column<DomainRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      value: (domain) => domain.name,
      width: 'minmax(188px, 2fr)',
      phone: 'title',
      cell: (domain) => (
        <Group gap={6} wrap="nowrap" style={{ minWidth: 0 }}>
          <Anchor
            component={Link}
            to={`/domains/${domain.account}/${domain.name}`}
            fw={500}
            c="inherit"
            className={classes.ellipsis}
          >
            {domain.name}
          </Anchor>
          {domain.problem != null && (
            <Tooltip label={`Not read since ${new Date(domain.last_synced).toLocaleString()}: ${domain.problem}`}>
              <IconAlertTriangle
                size={14}
                color="var(--mantine-color-error)"
                role="img"
                aria-label="It could not be read the last time"
              />
            </Tooltip>
          )}
        </Group>
      ),
    },
    { id: 'account', header: 'Account', value: (domain) => domain.account, width: 'minmax(88px, 0.8fr)' },
    tagColumn(),
    {
      id: 'status',
      header: 'Status',
      value: (domain) => STATUS[domain.status].label,
      width: '136px',
      phone: 'aside',
      cell: (domain) => <StatusBadge tone={STATUS[domain.status].tone}>{STATUS[domain.status].label}</StatusBadge>,
    },
    {
      id: 'expires',
      header: 'Expires',
      value: (domain) => domain.expires_at,
      search: false,
      width: '188px',
      cell: (domain) => <Expiry at={domain.expires_at} plain={isGone(domain)} />,
    },
    {
      id: 'renewal',
      header: 'Renews',
      value: (domain) => YES_NO(domain.auto_renew),
      search: false,
      width: '80px',
      phone: 'hidden',
      cell: (domain) =>
        domain.auto_renew == null ? <Unknown /> : domain.auto_renew ? 'by itself' : <Text inherit>by hand</Text>,
    },
    {
      id: 'price',
      header: 'Renewal',
      value: (domain) => domain.renewal_price?.minor,
      search: false,
      align: 'end',
      width: '84px',
      cell: (domain) => <MoneyText money={domain.renewal_price} />,
    },
    {
      id: 'protection',
      header: 'Protection',
      value: (domain) => `${YES_NO(domain.locked)} ${YES_NO(domain.privacy_protection)}`,
      search: false,
      width: '92px',
      phone: 'hidden',
      cell: (domain) => <Protection domain={domain} />,
    },
    {
      id: 'dns',
      header: 'DNS at',
      value: (domain) => dnsHost(domain.nameservers),
      width: 'minmax(126px, 1fr)',
      phone: 'hidden',
      cell: (domain) => <DnsAt domain={domain} zones={zones} />,
    },
    {
      id: 'nameservers',
      header: 'Name servers',
      value: (domain) => domain.nameservers.join(' '),
      width: 'minmax(200px, 1.5fr)',
      optional: true,
      phone: 'hidden',
      cell: (domain) =>
        domain.nameservers.length > 0 ? (
          <span className={classes.ellipsis}>{domain.nameservers.join(', ')}</span>
        ) : (
          <Unknown />
        ),
    },
    {
      id: 'synced',
      header: 'Last seen',
      value: (domain) => domain.last_synced,
      search: false,
      width: '130px',
      optional: true,
      phone: 'hidden',
      cell: (domain) => <TimeText at={domain.last_synced} />,
    },
  ]
}

function Protection({ domain }: { domain: SyncedDomain }) {
  const lock = domain.locked == null ? 'Lock not known' : domain.locked ? 'Locked' : 'Not locked'
  const owner =
    domain.privacy_protection == null
      ? 'Privacy not known'
      : domain.privacy_protection
        ? 'Owner hidden'
        : 'Owner public'
  return (
    <Group gap={8} wrap="nowrap">
      <Tooltip label={lock}>
        {domain.locked === false ? (
          <IconLockOpen size={16} role="img" aria-label={lock} color="var(--setec-warn)" />
        ) : (
          <IconLock
            size={16}
            role="img"
            aria-label={lock}
            color="var(--mantine-color-dimmed)"
            opacity={domain.locked == null ? 0.35 : 1}
          />
        )}
      </Tooltip>
      <Tooltip label={owner}>
        {domain.privacy_protection === false ? (
          <IconWorldWww size={16} role="img" aria-label={owner} color="var(--mantine-color-dimmed)" />
        ) : (
          <IconEyeOff
            size={16}
            role="img"
            aria-label={owner}
            color="var(--mantine-color-dimmed)"
            opacity={domain.privacy_protection == null ? 0.35 : 1}
          />
        )}
      </Tooltip>
    </Group>
  )
}

function DnsAt({ domain, zones }: { domain: SyncedDomain; zones: ReadonlyMap<string, string> | undefined }) {
  const host = dnsHost(domain.nameservers)
  const account = zones?.get(domain.name)
  if (!host) return <Unknown />
  if (!account) return <span className={classes.ellipsis}>{host}</span>
  return (
    <Tooltip label={`Name servers: ${domain.nameservers.join(', ')}. Open the zone at ${account}.`}>
      <Anchor component={Link} to={`/dns/${account}/${domain.name}`} size="sm" className={classes.ellipsis}>
        {host}
      </Anchor>
    </Tooltip>
  )
}
