import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import { ErrorNote } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { notifyDone } from '@/parts/notify'
import type { Firewall, FirewallRule } from '../queries'
import { portProblem, PROTOCOLS, sourceProblem, type NewRule } from './rules'

interface Props {
  account: string
  firewall: Firewall
  /** Absent for a new one. */
  rule?: FirewallRule | undefined
  opened: boolean
  onClose: () => void
}

export function RuleModal(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.rule ? 'Change the rule' : 'Let something in'}>
      {props.opened && <RuleForm {...props} />}
    </Modal>
  )
}

function RuleForm({ account, firewall, rule, onClose }: Props) {
  const client = useQueryClient()
  const form = useForm({
    initialValues: {
      protocol: rule?.protocol ?? 'SSH',
      port: rule?.port ?? '22',
      source_detail: rule && rule.source !== 'any' ? rule.source_detail : '',
    },
    validate: {
      port: (value, values) => (isFixed(values.protocol) ? null : portProblem(value.trim())),
      source_detail: (value) => (value.trim() === '' ? null : sourceProblem(value)),
    },
  })
  const save = useMutation({
    mutationFn: ({ protocol, port, source_detail }: typeof form.values) => {
      const from = source_detail.trim()
      const body: NewRule = {
        protocol,
        port: isFixed(protocol) ? 'any' : port.trim(),
        source: from === '' ? 'any' : 'custom',
        source_detail: from === '' ? 'any' : from,
      }
      const path = { provider: account, id: firewall.id }
      return rule
        ? ok(
            api.PUT('/api/hosting/providers/{provider}/firewalls/{id}/rules/{rule_id}', {
              params: { path: { ...path, rule_id: rule.id } },
              body,
            }),
          )
        : ok(api.POST('/api/hosting/providers/{provider}/firewalls/{id}/rules', { params: { path }, body }))
    },
    onSuccess: async () => {
      notifyDone(rule ? 'Rule changed' : 'Rule added', 'Servers behind the firewall get it with a sync.')
      await client.invalidateQueries({ queryKey: ['firewalls', account] })
      onClose()
    },
    onError: (error) => showViolations(form, error),
  })
  const fixed = isFixed(form.values.protocol)
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="md">
        <Select
          label="Protocol"
          data={PROTOCOLS.map(({ value }) => ({ value, label: value === 'any' ? 'Everything' : value }))}
          allowDeselect={false}
          {...form.getInputProps('protocol')}
          onChange={(value) => {
            if (!value) return
            form.setFieldValue('protocol', value)
            form.setFieldValue('port', PROTOCOLS.find((one) => one.value === value)?.port ?? '')
          }}
          data-autofocus
        />
        <TextInput
          label="Port"
          description={fixed ? 'This has no ports' : 'One port, or a range such as 1024:2048'}
          disabled={fixed}
          {...form.getInputProps('port')}
        />
        <TextInput
          label="From"
          description="An address, a network such as 192.0.2.0/24, or a range; empty is anywhere"
          placeholder="anywhere"
          spellCheck={false}
          {...form.getInputProps('source_detail')}
        />
        <ErrorNote error={save.error} known={Object.keys(form.values)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {rule ? 'Change rule' : 'Add rule'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function isFixed(protocol: string): boolean {
  return PROTOCOLS.find((one) => one.value === protocol)?.fixed ?? false
}
