import { PageHeader } from '@/parts/PageHeader'

export function OverviewPage() {
  return <PageHeader title="Overview" />
}
