import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAccounts } from '@/api/queries/accounts'
import { useZone } from '../zone/context'

/** A web redirect is made by a web server; DNS only leads there. */
export function RedirectForm({ onBack }: { onBack: () => void }) {
  const { zone, go } = useZone()
  const { accounts } = useAccounts('domains.forwarding')
  return (
    <Stack gap="md">
      <Text size="sm">
        DNS leads browsers to a server; that one sends them on to another address. There are two ways:
      </Text>
      {accounts.length > 0 && (
        <Text size="sm">
          <b>At the registrar.</b> {accounts.map((account) => account.display_name).join(' and ')} can forward the whole
          domain:{' '}
          {accounts.map((account) => (
            <Anchor key={account.name} component={Link} to={`/domains/${account.name}/${zone}`} size="sm">
              {zone} at {account.name}
            </Anchor>
          ))}
          .
        </Text>
      )}
      <Text size="sm">
        <b>At a server of yours.</b> Point the name to it, and let its web server redirect.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button onClick={() => go({ template: 'point' })}>Point to a server</Button>
      </Group>
    </Stack>
  )
}
