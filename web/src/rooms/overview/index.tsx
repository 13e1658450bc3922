import { Grid, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { overviewQuery } from '@/api/queries/overview'
import { ErrorState } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { Attention } from './Attention'
import { Changes } from './Changes'
import { Costs } from './Costs'
import { Counts } from './Counts'
import { FirstSteps } from './FirstSteps'
import { Renewals } from './Renewals'

export function OverviewPage() {
  const overview = useQuery(overviewQuery)
  const { data } = overview
  const isEmpty = data?.counts.length === 0
  return (
    <>
      <PageHeader
        title="Overview"
        description={
          data && (
            <>
              As of <TimeText at={data.asked_at} />
            </>
          )
        }
      />
      {overview.error && !data && <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.isPending && <Waiting />}
      {data && isEmpty && (
        <Stack gap="md">
          <FirstSteps />
          {data.attention.length > 0 && <Attention items={data.attention} />}
          {data.changes.length > 0 && <Changes changes={data.changes} />}
        </Stack>
      )}
      {data && !isEmpty && (
        <Stack gap="md">
          <Counts counts={data.counts} />
          <Grid gap="md">
            <Grid.Col span={{ base: 12, lg: 7 }}>
              <Stack gap="md">
                <Attention items={data.attention} />
                <Changes changes={data.changes} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <Stack gap="md">
                <Costs costs={data.costs} />
                <Renewals renewals={data.renewals} />
              </Stack>
            </Grid.Col>
          </Grid>
        </Stack>
      )}
    </>
  )
}

function Waiting() {
  return (
    <Stack gap="md" role="status" aria-label="Loading">
      <Skeleton height={132} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Panel>
            <Skeleton height={240} />
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Panel>
            <Skeleton height={240} />
          </Panel>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}
