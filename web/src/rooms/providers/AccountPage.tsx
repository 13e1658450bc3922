import { Button, Grid, Skeleton, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { api, ok } from '@/api/client'
import { accountQuery } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorState } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { notifyDone } from '@/parts/notify'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { Budget, HealthBadge, SandboxBadge } from './AccountFacts'
import { Capabilities } from './Capabilities'
import { ConnectionForm } from './ConnectionForm'
import { Held } from './Held'
import { isAccount, isInTrouble, type AccountDetail } from './model'

export function AccountPage() {
  const { account } = useParams({ from: '/providers/$account' })
  const query = useQuery(accountQuery(account))
  const back = { to: '/providers', label: 'Hosting Providers' }
  const data = query.data as AccountDetail | undefined
  const [opened, removal] = useDisclosure()
  const readOnly = useReadOnlyReason()
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => ok(api.DELETE('/api/hosting/providers/{provider}', { params: { path: { provider: account } } })),
    onSuccess: async () => {
      await navigate({ to: '/providers' })
      notifyDone(`${account} is removed`, 'Nothing was changed at the provider.')
      client.removeQueries({ queryKey: ['account', account] })
      void client.invalidateQueries()
    },
  })

  if (!data) {
    return (
      <>
        <PageHeader title={account} back={back} />
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton height={320} role="status" aria-label="Loading" />
        )}
      </>
    )
  }
  const isThere = isAccount(data)
  return (
    <>
      <PageHeader
        title={account}
        back={back}
        description={data.display_name}
        actions={
          isThere && (
            <DisabledReason reason={readOnly}>
              {(off) => (
                <Button variant="default" onClick={removal.open} {...off}>
                  Remove
                </Button>
              )}
            </DisabledReason>
          )
        }
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <Panel title="Settings" description="Keys are stored encrypted and never shown again.">
              <ConnectionForm
                key={account}
                provider={data.display_name}
                driver={data.driver}
                fields={data.fields}
                saved={data}
              />
            </Panel>
            <Panel title="What it offers">
              {isThere ? (
                <Capabilities offered={data.capabilities} />
              ) : (
                <Text size="sm" c="dimmed">
                  Known once the account is connected.
                </Text>
              )}
            </Panel>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <Panel title="Connection">
              <KeyValues
                items={[
                  ['State', <HealthBadge key="health" account={data} />],
                  data.sandbox && ['Kind', <SandboxBadge key="sandbox" />],
                  data.health?.message || data.error ? ['Problem', data.error ?? data.health?.message] : undefined,
                  data.health?.since
                    ? [
                        isInTrouble(data) ? 'In trouble since' : 'Connected since',
                        <TimeText key="since" at={data.health.since} />,
                      ]
                    : undefined,
                  ['Domains read', data.last_sync ? <TimeText key="sync" at={data.last_sync} /> : 'never'],
                  data.budget ? ['Requests', <Budget key="budget" budget={data.budget} />] : undefined,
                  ['API URL', data.base_url ?? 'the default'],
                  data.dns ? ['Shortest TTL', `${data.dns.min_ttl} seconds`] : undefined,
                ]}
              />
            </Panel>
            {isThere && <Held account={account} capabilities={data.capabilities} />}
          </Stack>
        </Grid.Col>
      </Grid>
      <ConfirmModal
        opened={opened}
        onClose={removal.close}
        title={`Remove ${account}?`}
        typeName={account}
        action="Remove account"
        onConfirm={() => remove.mutateAsync()}
      >
        The stored key and settings are deleted here, and its domains, zones and servers are no longer shown. Nothing
        changes at {data.display_name}: everything there goes on as it is.
      </ConfirmModal>
    </>
  )
}
