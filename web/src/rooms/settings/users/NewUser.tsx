import { Button, Group, PasswordInput, Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { notifyDone } from '@/parts/notify'
import { ROLES } from './Users'

export function NewUser({ close }: { close: () => void }) {
  const client = useQueryClient()
  const form = useForm<{ name: string; password: string; role: 'admin' | 'viewer' }>({
    initialValues: { name: '', password: '', role: 'viewer' },
    validate: {
      name: (value) =>
        /^[a-z0-9._@-]{1,64}$/.test(value.trim())
          ? null
          : '1 to 64 lower-case letters, digits, hyphens, dots, underscores or @',
      password: (value) => (value.length >= 10 ? null : 'At least 10 characters'),
    },
  })
  const make = useMutation({
    mutationFn: (values: typeof form.values) =>
      ok(api.POST('/api/users', { body: { ...values, name: values.name.trim() } })),
    onSuccess: async (user) => {
      notifyDone(`${user.name} is created`, 'Tell the password in person: it is not shown again.')
      await client.invalidateQueries({ queryKey: ['users'] })
      close()
    },
    onError: (error) => showViolations(form, error),
    gcTime: 0,
  })
  return (
    <form noValidate onSubmit={form.onSubmit((values) => make.mutate(values))}>
      <Stack gap="md">
        <TextInput label="Name" autoComplete="off" spellCheck={false} data-autofocus {...form.getInputProps('name')} />
        <PasswordInput
          label="Password"
          description="At least 10 characters. The user can change it."
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Radio.Group label="Role" {...form.getInputProps('role')}>
          <Stack gap={8} mt={4}>
            {(['viewer', 'admin'] as const).map((role) => (
              <Radio key={role} value={role} label={ROLES[role].label} description={ROLES[role].meaning} />
            ))}
          </Stack>
        </Radio.Group>
        <ErrorNote error={make.error} known={Object.keys(form.values)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Create user
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
