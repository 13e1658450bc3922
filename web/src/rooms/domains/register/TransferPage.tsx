import { PageHeader } from '@/parts/PageHeader'

export function TransferPage() {
  return <PageHeader title="Transfer" />
}
