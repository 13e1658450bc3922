import { PageHeader } from '@/parts/PageHeader'

export function ServersPage() {
  return <PageHeader title="Servers" />
}
