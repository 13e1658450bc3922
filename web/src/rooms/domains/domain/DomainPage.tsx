import { Alert, Button, Grid, Group, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, IconRefresh, IconWorldSearch } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { cannotRenew, renewsBySubscription, useAccount } from '@/api/queries/accounts'
import { api, ok } from '@/api/client'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { notifyDone, notifyFailed } from '@/parts/notify'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { StatusBadge } from '@/parts/StatusBadge'
import { OwnTags } from '@/parts/Tags'
import { TimeText } from '@/parts/TimeText'
import { syncDomain } from '../actions'
import { Expiry } from '../Expiry'
import { isGone, STATUS, type Domain } from '../model'
import { domainQuery, paidByQuery, useZoneAccounts } from '../queries'
import { RestoreDialog } from '../RestoreDialog'
import { RenewMany } from '../RenewMany'
import { AuthCodePanel } from './AuthCodePanel'
import { ContactsPanel } from './ContactsPanel'
import { EmailPanel } from './EmailPanel'
import { ForwardingPanel } from './ForwardingPanel'
import { GluePanel } from './GluePanel'
import { HistoryPanels } from './HistoryPanels'
import { LeavePanel } from './LeavePanel'
import { LifeLine } from './LifeLine'
import { NameserverPanel } from './NameserverPanel'
import { PaidByPanel } from './PaidByPanel'
import { ProtectionPanel } from './ProtectionPanel'
import { TransferStatePanel } from './TransferStatePanel'

const BACK = { to: '/domains', label: 'Domains' }

export function DomainPage() {
  const { account, name } = useParams({ from: '/domains/$account/$name' })
  const query = useQuery(domainQuery(account, name))
  if (query.data) return <Page account={account} domain={query.data} />
  return (
    <>
      <PageHeader title={name} back={BACK} description={account} />
      {query.error ? (
        <Stack gap="md">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          <LastSeen account={account} name={name} />
        </Stack>
      ) : (
        <Skeleton height={280} role="status" aria-label="Loading" />
      )}
    </>
  )
}

/** What is known of a domain whose provider does not answer. */
function LastSeen({ account, name }: { account: string; name: string }) {
  const { data } = useQuery({
    queryKey: ['domains', 'of', account],
    queryFn: ({ signal }) => ok(api.GET('/api/hosting/domains', { params: { query: { account } }, signal })),
  })
  const seen = data?.domains.find((domain) => domain.name === name)
  if (!seen) return null
  return (
    <Panel title="As it was last seen">
      <KeyValues
        items={[
          ['Seen', <TimeText key="seen" at={seen.last_synced} />],
          [
            'Status',
            <StatusBadge key="status" tone={STATUS[seen.status].tone}>
              {STATUS[seen.status].label}
            </StatusBadge>,
          ],
          ['Expires', <Expiry key="expires" at={seen.expires_at} />],
          ['Name servers', seen.nameservers.join(', ') || null],
        ]}
      />
    </Panel>
  )
}

function Page({ account, domain }: { account: string; domain: Domain }) {
  const { name } = domain
  const client = useQueryClient()
  const navigate = useNavigate()
  const { tab = 'overview' } = useSearch({ from: '/domains/$account/$name' })
  const readOnly = useReadOnlyReason()
  const own = useAccount(account)
  const zone = useZoneAccounts()?.get(name)
  const [dialog, setDialog] = useState<'renew' | 'restore'>()
  const sync = useMutation({
    mutationFn: () => syncDomain({ account, name }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['domain', account, name] })
      void client.invalidateQueries({ queryKey: ['domains'] })
      notifyDone(`${name} was read anew`)
    },
    onError: (error) => notifyFailed(`${name} could not be read`, error),
  })
  const { label, tone } = STATUS[domain.status]
  const gone = isGone(domain) ? `${name} is not in the account any more.` : undefined
  const isPaidBySubscription = gone === undefined && renewsBySubscription(own)
  const paidBy = useQuery({ ...paidByQuery(account, name), enabled: isPaidBySubscription })
  const unpaid =
    paidBy.data && !paidBy.data.subscription
      ? 'The provider does not say which subscription pays for it: choose it under “Paid by”.'
      : undefined
  const noRenewal = readOnly ?? gone ?? cannotRenew(own) ?? unpaid
  const mayRestore = own?.capabilities.includes('domains.restores') && domain.status === 'redemption'

  return (
    <>
      <PageHeader
        title={name}
        back={BACK}
        actions={
          <>
            <DisabledReason reason={readOnly}>
              {(off) => (
                <Button
                  variant="default"
                  leftSection={<IconRefresh size={16} aria-hidden />}
                  loading={sync.isPending}
                  onClick={() => sync.mutate()}
                  {...off}
                >
                  Sync
                </Button>
              )}
            </DisabledReason>
            {zone !== undefined && (
              <Button
                component={Link}
                to={`/dns/${zone}/${name}`}
                variant="default"
                leftSection={<IconWorldSearch size={16} aria-hidden />}
              >
                DNS records
              </Button>
            )}
            {mayRestore ? (
              <DisabledReason reason={readOnly}>
                {(off) => (
                  <Button onClick={() => setDialog('restore')} {...off}>
                    Restore
                  </Button>
                )}
              </DisabledReason>
            ) : (
              <DisabledReason reason={noRenewal}>
                {(off) => (
                  <Button onClick={() => setDialog('renew')} {...off}>
                    Renew
                  </Button>
                )}
              </DisabledReason>
            )}
          </>
        }
      >
        <Group gap="xs">
          <StatusBadge tone={tone}>{label}</StatusBadge>
          <Text size="sm" c="dimmed">
            {account}
            {own && own.display_name !== account && own.display_name.toLowerCase() !== account
              ? `, ${own.display_name}`
              : ''}
            {domain.registrar && domain.registrar.toLowerCase() !== account && ` · registrar ${domain.registrar}`}
          </Text>
          <OwnTags thing={{ kind: 'domain', account, id: name }} tags={domain.tags} />
        </Group>
      </PageHeader>

      {domain.message && (
        <Alert
          mb="md"
          p="sm"
          color={domain.incomplete ? 'yellow' : 'ink'}
          variant="light"
          icon={domain.incomplete ? <IconAlertTriangle aria-hidden /> : <IconInfoCircle aria-hidden />}
        >
          <Text size="sm">{domain.message}</Text>
        </Alert>
      )}

      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ to: '.', search: next === 'overview' ? {} : { tab: next as typeof tab }, replace: true })
        }
      >
        <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }} aria-label="Parts of the domain">
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="dns">Name servers</Tabs.Tab>
          <Tabs.Tab value="contacts">Contacts</Tabs.Tab>
          <Tabs.Tab value="forwarding">Forwarding</Tabs.Tab>
          <Tabs.Tab value="transfer">Transfer</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Stack gap="md">
            <LifeLine account={account} domain={domain} />
            <Grid gap="md">
              <Grid.Col span={{ base: 12, md: 6 }}>
                <ProtectionPanel account={account} domain={domain} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 6 }}>
                <Stack gap="md">
                  <NameserverPanel account={account} domain={domain} zone={zone} />
                  {isPaidBySubscription && <PaidByPanel account={account} name={name} />}
                </Stack>
              </Grid.Col>
            </Grid>
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="dns">
          <Grid gap="md">
            <Grid.Col span={{ base: 12, md: 6 }}>
              <NameserverPanel account={account} domain={domain} zone={zone} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 6 }}>
              <GluePanel account={account} name={name} />
            </Grid.Col>
          </Grid>
        </Tabs.Panel>
        <Tabs.Panel value="contacts">
          <ContactsPanel account={account} name={name} />
        </Tabs.Panel>
        <Tabs.Panel value="forwarding">
          <Grid gap="md">
            <Grid.Col span={{ base: 12, md: 6 }}>
              <EmailPanel account={account} name={name} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 6 }}>
              <ForwardingPanel account={account} name={name} />
            </Grid.Col>
          </Grid>
        </Tabs.Panel>
        <Tabs.Panel value="transfer">
          <Grid gap="md">
            <Grid.Col span={{ base: 12, md: 6 }}>
              <Stack gap="md">
                <AuthCodePanel account={account} domain={domain} />
                <TransferStatePanel account={account} name={name} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 6 }}>
              <LeavePanel account={account} name={name} />
            </Grid.Col>
          </Grid>
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryPanels account={account} name={name} />
        </Tabs.Panel>
      </Tabs>

      {dialog === 'renew' && (
        <RenewMany
          domains={[{ ...domain, account, checked_at: '', last_synced: '' }]}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'restore' && <RestoreDialog account={account} name={name} onClose={() => setDialog(undefined)} />}
    </>
  )
}
