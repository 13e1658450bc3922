import { Group, List, Text } from '@mantine/core'
import { useReadOnlyReason } from '@/app/session'
import { ButtonLink } from '@/parts/links'
import { Panel } from '@/parts/Panel'

/** What a person does first where there is no account at all. */
export function FirstSteps() {
  const readOnly = useReadOnlyReason()
  return (
    <Panel title="Connect your first account" description="Everything here comes from accounts, and there is none yet.">
      <List type="ordered" size="sm" spacing={6} mb="md">
        <List.Item>
          <b>Choose a provider</b>: a hosting company, a registrar, or a name server of your own.
        </List.Item>
        <List.Item>
          <b>Paste its key</b> and test the connection. Testing stores nothing.
        </List.Item>
        <List.Item>
          <b>Save.</b> Its domains, zones, servers and costs are then here, and you can change them.
        </List.Item>
      </List>
      {readOnly ? (
        <Text size="sm" c="dimmed">
          Your account may only look. Ask an administrator to connect one.
        </Text>
      ) : (
        <Group gap="xs">
          <ButtonLink to="/providers">Choose a provider</ButtonLink>
          <ButtonLink to="/providers/add/$driver" params={{ driver: 'local' }} variant="default">
            Serve zones from this machine
          </ButtonLink>
        </Group>
      )}
      <Text size="sm" c="dimmed" mt="md">
        Only to try things out, start the server with <code>serve --demo</code>: it comes with accounts in which nothing
        is real and nothing costs money.
      </Text>
    </Panel>
  )
}
