import { Anchor, Grid, List, Skeleton } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { accountQuery, accountsQuery } from '@/api/queries/accounts'
import { ErrorState } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { ConnectionForm } from './ConnectionForm'
import { aboutDriver, freeName, isAccount } from './model'

export function AddPage() {
  const { driver } = useParams({ from: '/providers/add/$driver' })
  const navigate = useNavigate()
  const accounts = useQuery(accountsQuery)
  // Any account of the driver declares its fields.
  const example = accounts.data?.find((row) => row.driver === driver)?.name ?? driver
  const detail = useQuery({ ...accountQuery(example), enabled: accounts.data !== undefined })
  const error = accounts.error ?? detail.error
  const back = { to: '/providers', label: 'Hosting Providers' }

  if (!accounts.data || !detail.data) {
    return (
      <>
        <PageHeader title="Add an account" back={back} />
        {error ? (
          <ErrorState
            error={error}
            onRetry={() => {
              void accounts.refetch()
              void detail.refetch()
            }}
          />
        ) : (
          <Skeleton height={320} role="status" aria-label="Loading" />
        )}
      </>
    )
  }
  const taken = accounts.data.filter(isAccount).map((row) => row.name)
  const { display_name: provider, fields } = detail.data
  const about = aboutDriver(driver)
  return (
    <>
      <PageHeader title={provider} back={back} description={about.text} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Panel
            title="Connection"
            description="Test first: testing stores nothing. The key is stored encrypted and never shown again."
          >
            <ConnectionForm
              key={driver}
              provider={provider}
              driver={driver}
              fields={fields}
              proposed={freeName(driver, taken)}
              taken={taken}
              onSaved={(account) => void navigate({ to: '/providers/$account', params: { account } })}
            />
          </Panel>
        </Grid.Col>
        {about.key && (
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Panel title="Where the key is">
              <List type="ordered" size="sm" spacing={6}>
                {about.key.steps.map((step) => (
                  <List.Item key={step}>{step}</List.Item>
                ))}
              </List>
              <Anchor
                href={about.key.url}
                target="_blank"
                rel="noopener noreferrer"
                size="sm"
                mt="sm"
                display="inline-block"
              >
                {new URL(about.key.url).host}{' '}
                <IconExternalLink size={14} aria-hidden style={{ verticalAlign: '-2px' }} />
              </Anchor>
            </Panel>
          </Grid.Col>
        )}
      </Grid>
    </>
  )
}
