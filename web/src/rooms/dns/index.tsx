import { PageHeader } from '@/parts/PageHeader'

export function DnsPage() {
  return <PageHeader title="DNS" />
}
