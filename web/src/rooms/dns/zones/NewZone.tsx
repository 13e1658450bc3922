import { Button, Group, Modal, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, ok } from '@/api/client'
import { accountQuery } from '@/api/queries/accounts'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { notifyDone } from '@/parts/notify'
import { hostFault } from '../records/check'

interface Props {
  opened: boolean
  onClose: () => void
  accounts: string[]
}

export function NewZone({ opened, onClose, accounts }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="New zone">
      {opened && <ZoneForm onClose={onClose} accounts={accounts} />}
    </Modal>
  )
}

function ZoneForm({ onClose, accounts }: Omit<Props, 'opened'>) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { account: accounts[0] ?? '', name: '', nameservers: [] as string[] },
    validate: {
      name: (name) => (name.trim() === '' ? 'Needed' : hostFault(name)),
      nameservers: (hosts) => hosts.map(hostFault).find(Boolean) ?? null,
    },
  })
  const account = useQuery({ ...accountQuery(form.values.account), enabled: form.values.account !== '' })
  const isLocal = account.data?.driver === 'local'
  const make = useMutation({
    mutationFn: ({ account, name, nameservers }: typeof form.values) =>
      ok(
        api.POST('/api/hosting/providers/{provider}/dns', {
          params: { path: { provider: account } },
          body: { name: name.trim(), nameservers },
        }),
      ),
    onSuccess: (_, { account, name }) => {
      const zone = name.trim().replace(/\.$/, '').toLowerCase()
      notifyDone(`${zone} is there`)
      void client.invalidateQueries({ queryKey: ['zones'] })
      void navigate({ to: '/dns/$account/$zone', params: { account, zone } })
    },
    onError: (error) => showViolations(form, error),
  })

  return (
    <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="example.com"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select label="Account" data={accounts} allowDeselect={false} {...form.getInputProps('account')} />
        <TagsInput
          label="Name servers"
          description={
            isLocal
              ? "Optional: the account's own are taken where none are given"
              : "Optional: the provider's own are taken where none are given"
          }
          placeholder={form.values.nameservers.length === 0 ? 'ns1.example.net' : undefined}
          splitChars={[',', ' ', '\n']}
          acceptValueOnBlur
          {...form.getInputProps('nameservers')}
        />
        <Text size="sm" c="dimmed">
          An empty zone is made. Records, a zone file or a copy of another zone come next.
        </Text>
        <ErrorNote error={make.error} known={Object.keys(form.values)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make the zone
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
