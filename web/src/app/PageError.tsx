import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { ErrorState } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'

/** In the place of a room that could not be drawn; the shell around it stays. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <>
      <PageHeader title="This page could not be shown" />
      <ErrorState
        error={error}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </>
  )
}
