import { ActionIcon, Button, Group, Menu, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconLock, IconLogout, IconUser } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { notifyDone, notifyFailed } from '@/parts/notify'
import { useSession, type User } from './session'

export function UserMenu({ user }: { user: User }) {
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon size="lg" aria-label={`Account ${user.name}`}>
            <IconUser size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {user.name}, {user.role === 'admin' ? 'administrator' : 'read-only'}
          </Menu.Label>
          <Menu.Item leftSection={<IconLock size={15} />} onClick={dialog.open}>
            Change password
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={opened} onClose={dialog.close} title="Change password">
        {opened && <ChangePassword onDone={dialog.close} />}
      </Modal>
    </>
  )
}

/** Ends the session and forgets everything that was shown. */
export async function signOut() {
  try {
    await ok(api.POST('/api/auth/logout'))
  } catch (error) {
    notifyFailed('You are still signed in', error)
    return
  }
  location.assign('/')
}

/** Also on the page of settings. */
export function ChangePassword({ onDone }: { onDone: () => void }) {
  const { user } = useSession()
  const form = useForm({
    initialValues: { current_password: '', new_password: '', repeated: '' },
    validate: {
      current_password: (value) => (value ? null : 'Enter your current password'),
      new_password: (value) => (value.length >= 10 ? null : 'At least 10 characters'),
      repeated: (value, values) => (value === values.new_password ? null : 'The two are not the same'),
    },
  })
  const change = useMutation({
    mutationFn: ({ current_password, new_password }: typeof form.values) =>
      ok(api.POST('/api/auth/password', { body: { current_password, new_password } })),
    onSuccess: () => {
      notifyDone('Password changed', 'Your other sessions have ended.')
      onDone()
    },
    onError: (error) => showViolations(form, error),
    gcTime: 0,
  })
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
      {/* For password managers: whose password it is. */}
      <input type="text" autoComplete="username" value={user?.name ?? ''} readOnly hidden />
      <Stack gap="md">
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('current_password')}
        />
        <PasswordInput label="New password" autoComplete="new-password" {...form.getInputProps('new_password')} />
        <PasswordInput label="New password again" autoComplete="new-password" {...form.getInputProps('repeated')} />
        <Text size="xs" c="dimmed">
          All your other sessions end, this one stays.
        </Text>
        <ErrorNote error={change.error} known={Object.keys(form.values)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
