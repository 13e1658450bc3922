import { PageHeader } from '@/parts/PageHeader'

export function SshKeysPage() {
  return <PageHeader title="SSH Keys" />
}
