import { PageHeader } from '@/parts/PageHeader'

export function ProvidersPage() {
  return <PageHeader title="Hosting Providers" />
}
