// Decides what the page is: the sign-in, or the shell with the room; an ended session is an overlay.
import { Center, Container, Loader } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, type ReactNode } from 'react'
import { ErrorState } from '@/parts/ErrorState'
import { SignInPage, SignInAgain } from '@/rooms/sign-in/SignIn'
import { openGate, useSessionEnded } from './session-gate'
import { useAdoptSession, useSession, type User } from './session'

// The sign-in must not wait for the shell's code.
const Shell = lazy(() => import('./Shell').then((module) => ({ default: module.Shell })))

export function Frame({ children }: { children: ReactNode }) {
  const { user, isPending, error, refetch } = useSession()
  const hasEnded = useSessionEnded()
  const adopt = useAdoptSession()
  const client = useQueryClient()

  function signedIn(next: User) {
    // Nothing that one person has seen may be shown to another.
    if (user && user.id !== next.id) {
      location.reload()
      return
    }
    adopt(next)
    openGate()
    if (user) void client.invalidateQueries()
  }

  if (isPending) return <Waiting />
  if (error) {
    return (
      <Container size="xs" py={96}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Container>
    )
  }
  if (!user) return <SignInPage onSignedIn={signedIn} />
  return (
    <Suspense fallback={<Waiting />}>
      <Shell user={user}>{children}</Shell>
      <SignInAgain opened={hasEnded} user={user} onSignedIn={signedIn} />
    </Suspense>
  )
}

function Waiting() {
  return (
    <Center h="100dvh" role="status" aria-label="Loading">
      <Loader size="sm" type="dots" />
    </Center>
  )
}
