import { PageHeader } from '@/parts/PageHeader'

export function ActivityPage() {
  return <PageHeader title="Activity" />
}
