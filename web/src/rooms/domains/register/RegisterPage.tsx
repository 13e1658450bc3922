import { PageHeader } from '@/parts/PageHeader'

export function RegisterPage() {
  return <PageHeader title="Register" />
}
