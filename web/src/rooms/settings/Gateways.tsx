import { Alert, Group, List, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { accountQuery } from '@/api/queries/accounts'
import { ErrorState } from '@/parts/ErrorState'
import { TextLink } from '@/parts/links'
import { Panel } from '@/parts/Panel'
import { nameServerQuery, type ServedZone } from './queries'
import { endpoint, EndpointText } from './reseller/Endpoint'
import { Snippet } from './Snippet'
import {
  reachedAt,
  RESELLER_CLIENTS,
  SECONDARIES,
  type Primary,
  type ResellerClient,
  type SecondaryServer,
} from './snippets'

/** The doors for programs that speak a protocol of their own, with what is to be copied into each. */
export function Gateways() {
  return (
    <Stack gap="md">
      <Secondaries />
      <ResellerApi />
      <NotThere />
    </Stack>
  )
}

function Secondaries() {
  const { data, error, refetch } = useQuery(nameServerQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const zones = data?.zones ?? []
  const zone = zones.find((one) => one.zone === chosen) ?? zones[0]
  return (
    <Panel
      title="Secondary name servers"
      description="Zones of the embedded name server, transferred (AXFR) and kept up to date (NOTIFY)."
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && !zone && (
        <Text size="sm" c="dimmed">
          There is nothing to transfer yet. Connect an account of the{' '}
          <TextLink underline="always" to="/providers/add/$driver" params={{ driver: 'local' }}>
            local name server
          </TextLink>{' '}
          and create a zone in it.
        </Text>
      )}
      {data && zone && (
        <Stack gap="md">
          <Select
            label="Zone"
            data={zones.map((one) => one.zone)}
            value={zone.zone}
            onChange={setChosen}
            allowDeselect={false}
            searchable
            maw={320}
          />
          <Transfer zone={zone} listens={data.addresses[0]} />
        </Stack>
      )}
    </Panel>
  )
}

function Transfer({ zone, listens }: { zone: ServedZone; listens: string | undefined }) {
  const [server, setServer] = useState<SecondaryServer>('BIND')
  const { data: account } = useQuery(accountQuery(zone.account))
  const name = account?.settings['extra.tsig_name']
  const algorithm = account?.settings['extra.tsig_algorithm'] ?? 'hmac-sha256'
  const primary: Primary = {
    zone: zone.zone,
    ...reachedAt(listens, location.hostname),
    ...(name ? { key: { name, algorithm } } : {}),
  }
  const settings = (
    <TextLink underline="always" to="/providers/$account" params={{ account: zone.account }}>
      settings of {zone.account}
    </TextLink>
  )
  return (
    <>
      <Text size="sm">
        {name ? (
          <>
            Transfers bear the TSIG key <b>{name}</b>. Its secret is not shown here: take it from where you made it.
          </>
        ) : (
          <>
            No TSIG key is set: who may transfer goes by address alone. Name the secondaries, and better a key too, in
            the {settings}.
          </>
        )}
      </Text>
      <Group>
        <SegmentedControl
          aria-label="Server"
          data={Object.keys(SECONDARIES)}
          value={server}
          onChange={(value) => setServer(value as SecondaryServer)}
        />
      </Group>
      <Snippet label={`Secondary with ${server}`}>{SECONDARIES[server](primary)}</Snippet>
      <div>
        <Text size="sm" mb={4}>
          What it serves, to compare the serial with that of the secondary:
        </Text>
        <Snippet label="Ask with dig">{`dig @${primary.address} -p ${primary.port} ${zone.zone} SOA +short`}</Snippet>
      </div>
    </>
  )
}

function ResellerApi() {
  const [client, setClient] = useState<ResellerClient>('Shell')
  return (
    <Panel
      title="Domains Reseller API"
      description="For the WHMCS, Blesta or script of a customer who buys domains from you."
    >
      <Stack gap="md">
        <List size="sm" spacing={4}>
          <List.Item>
            The endpoint is <EndpointText />
          </List.Item>
          <List.Item>
            The user name is the customer&rsquo;s e-mail, the API key one of the keys that you make for{' '}
            <TextLink underline="always" to="/settings/$page" params={{ page: 'reseller' }}>
              the customer
            </TextLink>
            .
          </List.Item>
        </List>
        <Group>
          <SegmentedControl
            aria-label="Client"
            data={Object.keys(RESELLER_CLIENTS)}
            value={client}
            onChange={(value) => setClient(value as ResellerClient)}
          />
        </Group>
        <div>
          <Text size="sm" mb={4}>
            A first call that changes nothing, the credit:
          </Text>
          <Snippet label={`Credit with ${client}`}>{RESELLER_CLIENTS[client](endpoint())}</Snippet>
        </div>
      </Stack>
    </Panel>
  )
}

/** Said plainly, so that nobody gives such a client an administrator's session instead. */
function NotThere() {
  return (
    <Panel title="Dynamic DNS and certificates">
      <Alert color="gray" variant="light" p="sm">
        <Text size="sm">
          <b>Not served yet</b>: the clients nsupdate, lego, Traefik, cert-manager, ExternalDNS and certbot (RFC 2136),
          ddclient and FRITZ!Box (dyndns2). The embedded name server refuses updates, and there is no token yet that may
          change single names only. Do not give them an administrator&rsquo;s password.
        </Text>
      </Alert>
      <Text size="sm" mt="sm">
        Where a zone is on a name server of yours that takes updates (BIND, Knot DNS), let such a client talk to that
        server with a TSIG key of its own. Its changes then show here, in the zone&rsquo;s history, as made outside.
      </Text>
    </Panel>
  )
}
