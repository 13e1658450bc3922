import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useAccounts } from '@/api/queries/accounts'
import { useSession } from '@/app/session'
import { Panel } from '@/parts/Panel'
import { Snippet } from './Snippet'

export function ApiPage() {
  const { user } = useSession()
  const { accounts } = useAccounts('dns')
  const [chosen, setChosen] = useState<string | null>(null)
  const account = chosen ?? accounts[0]?.name ?? 'hostinger'
  const origin = location.origin
  return (
    <Stack gap="md">
      <Panel
        title="API"
        description="Everything that this page does goes through the API, and so can you."
        actions={
          <>
            <Button
              component="a"
              href="/api/docs/"
              target="_blank"
              rel="noopener"
              variant="default"
              size="xs"
              rightSection={<IconExternalLink size={14} aria-hidden />}
            >
              Reference
            </Button>
            <Button component="a" href="/api/openapi.json" variant="default" size="xs">
              openapi.json
            </Button>
          </>
        }
      >
        <Stack gap="md">
          <Group gap="xs" align="flex-end">
            <Select
              label="Account of the examples"
              data={accounts.map((one) => one.name)}
              value={account}
              onChange={setChosen}
              allowDeselect={false}
              w={240}
            />
          </Group>
          <div>
            <Text size="sm" mb={4}>
              Sign in once; the token is good for 12 hours. A self-signed certificate needs <code>--cacert</code> or, to
              try it out, <code>-k</code>.
            </Text>
            <Snippet label="Sign in with curl">
              {`SETEC=${origin}
read -rs PASSWORD
TOKEN=$(jq -n --arg password "$PASSWORD" '{username: "${user?.name ?? 'admin'}", $password}' \\
  | curl -s $SETEC/api/auth/login --json @- | jq -r .token)`}
            </Snippet>
          </div>
          <div>
            <Text size="sm" mb={4}>
              The records of a zone:
            </Text>
            <Snippet label="List records with curl">
              {`curl -s $SETEC/api/hosting/providers/${account}/dns/example.com \\
  -H "Authorization: Bearer $TOKEN"`}
            </Snippet>
          </div>
          <div>
            <Text size="sm" mb={4}>
              A change is planned, looked at, and applied by its digest:
            </Text>
            <Snippet label="Plan and apply with curl">
              {`curl -s $SETEC/api/hosting/providers/${account}/dns/example.com/plan \\
  -H "Authorization: Bearer $TOKEN" --json '{
    "policy": "upsert",
    "records": [{"name": "www", "type": "A", "content": "192.0.2.1", "ttl": 3600}]
  }'
curl -s $SETEC/api/hosting/providers/${account}/dns/example.com/apply \\
  -H "Authorization: Bearer $TOKEN" --json '{"digest": "DIGEST-OF-THE-PLAN"}'`}
            </Snippet>
          </div>
        </Stack>
      </Panel>
      <Panel title="Command line" description="One binary, with a command for every call of the API.">
        <Stack gap="md">
          <div>
            <Text size="sm" mb={4}>
              Sign in; the first time it shows the certificate&rsquo;s fingerprint and asks.
            </Text>
            <Snippet label="Sign in with the command line">
              {`setec-manager login --server ${origin}
setec-manager status`}
            </Snippet>
          </div>
          <div>
            <Text size="sm" mb={4}>
              Look around, and change a zone with a plan in between:
            </Text>
            <Snippet label="Commands">
              {`setec-manager dns zones
setec-manager dns list ${account} example.com
setec-manager dns plan ${account} example.com --file records.yaml --apply
setec-manager vms list ${account}
setec-manager watch`}
            </Snippet>
          </div>
          <div>
            <Text size="sm" mb={4}>
              Scripts do without a session file:
            </Text>
            <Snippet label="Variables for scripts">
              {`export SETEC_SERVER=${origin}
export SETEC_TOKEN=...
export SETEC_FINGERPRINT=SHA256:...   # of a self-signed certificate`}
            </Snippet>
          </div>
        </Stack>
      </Panel>
    </Stack>
  )
}
