import { PageHeader } from '@/parts/PageHeader'

export function SettingsPage() {
  return <PageHeader title="Settings" />
}
