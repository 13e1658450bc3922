import { ActionIcon, Alert, Button, Group, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { notifyDone } from '@/parts/notify'
import type { Firewall, FirewallRule } from '../queries'
import { RuleModal } from './RuleForm'
import { letsSshIn, ruleText, sourceText } from './rules'

interface Props {
  account: string
  firewall: Firewall
  reason: string | undefined
}

/** The rules of a firewall, to be changed one by one. */
export function Rules({ account, firewall, reason }: Props) {
  const client = useQueryClient()
  const [edited, setEdited] = useState<{ rule?: FirewallRule }>()
  const [removed, setRemoved] = useState<FirewallRule>()
  const rest = removed ? firewall.rules.filter((rule) => rule.id !== removed.id) : firewall.rules

  return (
    <>
      {!letsSshIn(firewall.rules) && (
        <Alert color="yellow" variant="light" p="sm" m="md" icon={<IconAlertTriangle aria-hidden />}>
          <Text size="sm">
            {firewall.rules.length === 0
              ? 'There are no rules: servers behind this firewall cannot be reached at all, SSH included.'
              : 'No rule lets SSH (22) in: servers behind this firewall cannot be signed in to.'}
          </Text>
        </Alert>
      )}
      {firewall.rules.length > 0 && (
        <Table.ScrollContainer minWidth={380} type="native">
          <Table horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Lets in</Table.Th>
                <Table.Th>Port</Table.Th>
                <Table.Th>From</Table.Th>
                <Table.Th w={88} aria-label="Change" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {firewall.rules.map((rule) => (
                <Table.Tr key={rule.id}>
                  <Table.Td>{rule.protocol === 'any' ? 'Everything' : rule.protocol}</Table.Td>
                  <Table.Td>{rule.port.replace(':', ' to ')}</Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{sourceText(rule)}</Table.Td>
                  <Table.Td>
                    <Group gap={2} wrap="nowrap" justify="flex-end">
                      <DisabledReason reason={reason}>
                        {(off) => (
                          <ActionIcon
                            aria-label={`Change ${ruleText(rule)}`}
                            onClick={() => setEdited({ rule })}
                            {...off}
                          >
                            <IconPencil size={16} />
                          </ActionIcon>
                        )}
                      </DisabledReason>
                      <DisabledReason reason={reason}>
                        {(off) => (
                          <ActionIcon aria-label={`Delete ${ruleText(rule)}`} onClick={() => setRemoved(rule)} {...off}>
                            <IconTrash size={16} />
                          </ActionIcon>
                        )}
                      </DisabledReason>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Group px="md" py="sm">
        <DisabledReason reason={reason}>
          {(off) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setEdited({})}
              {...off}
            >
              Add rule
            </Button>
          )}
        </DisabledReason>
      </Group>
      <RuleModal
        account={account}
        firewall={firewall}
        rule={edited?.rule}
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
      />
      <ConfirmModal
        opened={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title="Delete the rule?"
        action="Delete rule"
        onConfirm={async () => {
          if (!removed) return
          await ok(
            api.DELETE('/api/hosting/providers/{provider}/firewalls/{id}/rules/{rule_id}', {
              params: { path: { provider: account, id: firewall.id, rule_id: removed.id } },
            }),
          )
          notifyDone('Rule deleted', 'Servers behind the firewall get it with a sync.')
          await client.invalidateQueries({ queryKey: ['firewalls', account] })
        }}
      >
        {removed && ruleText(removed)} is no longer let in.
        {letsSshIn(firewall.rules) && !letsSshIn(rest) && ' After that nobody can sign in by SSH.'}
      </ConfirmModal>
    </>
  )
}
