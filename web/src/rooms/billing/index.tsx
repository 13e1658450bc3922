import { PageHeader } from '@/parts/PageHeader'

export function BillingPage() {
  return <PageHeader title="Billing" />
}
