import { PageHeader } from '@/parts/PageHeader'

export function OrdersPage() {
  return <PageHeader title="Orders" />
}
