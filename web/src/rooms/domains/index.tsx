import { PageHeader } from '@/parts/PageHeader'

export function DomainsPage() {
  return <PageHeader title="Domains" />
}
