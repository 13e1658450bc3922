import { Anchor, Button, Center, Code, Modal, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, ok } from '@/api/client'
import { asApiError } from '@/api/error'
import type { User } from '@/app/session'
import { ErrorNote } from '@/parts/ErrorState'
import { Logo } from '@/parts/Logo'

interface Props {
  onSignedIn: (user: User) => void
}

export function SignInPage({ onSignedIn }: Props) {
  const [help, setHelp] = useState(false)
  useEffect(() => {
    document.title = 'Sign in - Setec Manager'
  }, [])
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={360} gap="lg">
        <Stack align="center" gap="xs">
          <Logo size={44} />
          <Title order={1}>Sign in to Setec Manager</Title>
        </Stack>
        <Paper withBorder p="lg" bg="var(--setec-panel)" style={{ borderColor: 'var(--setec-line)' }}>
          <SignInForm onSignedIn={onSignedIn} />
        </Paper>
        <Text size="sm" c="dimmed" ta="center" component="div">
          {help ? (
            <>
              At its first start the server prints the user name <Code>admin</Code> and a generated password: to the
              terminal it was started from, or to its service log, such as <Code>journalctl -u setec-manager</Code>. It
              is printed once. Whoever set <Code>SETEC_ADMIN_PASSWORD</Code> signs in with that.
            </>
          ) : (
            <Anchor component="button" type="button" size="sm" onClick={() => setHelp(true)}>
              First start? Where the password is
            </Anchor>
          )}
        </Text>
      </Stack>
    </Center>
  )
}

/** Over the page whose session has ended: everything behind it stays as it is. */
export function SignInAgain({ opened, user, onSignedIn }: Props & { opened: boolean; user: User }) {
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
      zIndex={1000}
      size="sm"
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Sign in again to go on. Nothing on this page is lost.
        </Text>
        <SignInForm onSignedIn={onSignedIn} name={user.name} action="Sign in and go on" />
      </Stack>
    </Modal>
  )
}

function SignInForm({ onSignedIn, name = '', action = 'Sign in' }: Props & { name?: string; action?: string }) {
  const form = useForm({
    initialValues: { username: name, password: '' },
    validate: {
      username: (value) => (value.trim() ? null : 'Enter your user name'),
      password: (value) => (value ? null : 'Enter your password'),
    },
  })
  const signIn = useMutation({
    mutationFn: (body: typeof form.values) =>
      ok(api.POST('/api/auth/login', { body: { ...body, username: body.username.trim() } })),
    // The answer has the session's token beside the user; the cookie holds it already, so it goes no further.
    onSuccess: ({ user }) => onSignedIn(user),
    onError: () => form.setFieldValue('password', ''),
    gcTime: 0,
  })
  const wait = useCountdown(signIn.error ? asApiError(signIn.error).retryAfter : undefined, signIn.failureReason)
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
      <Stack gap="md">
        <TextInput
          label="User name"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={!name}
          {...form.getInputProps('username')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          autoFocus={Boolean(name)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show password', tabIndex: 0 }}
          {...form.getInputProps('password')}
        />
        <ErrorNote error={signIn.error} />
        <Button type="submit" fullWidth loading={signIn.isPending} disabled={wait > 0}>
          {wait > 0 ? `Try again in ${wait} s` : action}
        </Button>
      </Stack>
    </form>
  )
}

/** Seconds left of a wait that begins anew with each `cause`. */
function useCountdown(seconds: number | undefined, cause: unknown): number {
  const [left, setLeft] = useState(0)
  useEffect(() => setLeft(seconds ?? 0), [seconds, cause])
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left])
  return left
}
