import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Grid,
  Group,
  Modal,
  Stack,
  Table,
  TagsInput,
  Text,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPencil, IconRestore } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ok } from '@/api/client'
import { useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { CopyText } from '@/parts/CopyText'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { KeyValues } from '@/parts/KeyValues'
import { MoneyText } from '@/parts/MoneyText'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import { hostnameProblem, labelsOf, labelWords, minorOf, sizeOf, termOf } from '../model'
import { costsQuery, type Server } from '../queries'
import { NamesPanel } from './NamesPanel'
import { useChanged } from './useActions'

type Own = { account: string; server: Server }

export function OverviewTab(own: Own) {
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack gap="md">
          <Facts {...own} />
          <Labels {...own} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack gap="md">
          <Addresses {...own} />
          <NamesPanel {...own} />
        </Stack>
      </Grid.Col>
    </Grid>
  )
}

function Facts({ account, server }: Own) {
  const provider = useAccount(account)
  const costs = useQuery({ ...costsQuery(account), enabled: provider?.capabilities.includes('billing') ?? false })
  const paid = costs.data?.find((subscription) => subscription.id === server.subscription_id)
  return (
    <Panel title="Server">
      <KeyValues
        items={[
          ['Plan', server.plan],
          ['Size', sizeOf(server)],
          ['Traffic', `${server.bandwidth_gb.toLocaleString()} GB per month`],
          ['System', server.os],
          ['Region', server.region],
          [
            'Account',
            <Anchor key="account" component={Link} to={`/providers/${account}`} inherit>
              {account}
            </Anchor>,
          ],
          [
            'Cost',
            paid && (
              <MoneyText
                key="cost"
                minor={minorOf(paid.renewal_price ?? paid.price, paid.currency)}
                currency={paid.currency}
                per={termOf(paid.plan)}
              />
            ),
          ],
          ['Renews', paid?.renews_at && <TimeText key="renews" at={paid.renews_at} date />],
          ['Created', <TimeText key="created" at={server.created_at} date />],
          ['ID', <CopyText key="id" value={server.id} label="id" />],
        ]}
      />
    </Panel>
  )
}

function Addresses({ account, server }: Own) {
  const readOnly = useReadOnlyReason()
  const [edited, setEdited] = useState<{ id: string; address: string; ptr: string }>()
  const addresses = server.addresses ?? []
  return (
    <Panel title="Addresses" flush={addresses.length > 0}>
      {addresses.length === 0 ? (
        <Text size="sm" c="dimmed">
          The server has no address yet.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={420} type="native">
          <Table horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Address</Table.Th>
                <Table.Th>Reverse name (PTR)</Table.Th>
                <Table.Th w={56} aria-label="Change" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {addresses.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td>
                    <CopyText value={one.address} label={one.address} />
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    {one.ptr ?? (
                      <Text span size="sm" c="dimmed">
                        none
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <DisabledReason reason={readOnly}>
                      {(off) => (
                        <ActionIcon
                          aria-label={`Change the reverse name of ${one.address}`}
                          onClick={() => setEdited({ id: one.id, address: one.address, ptr: one.ptr ?? '' })}
                          {...off}
                        >
                          <IconPencil size={16} />
                        </ActionIcon>
                      )}
                    </DisabledReason>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Modal
        opened={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={`Reverse name of ${edited?.address ?? ''}`}
      >
        {edited && <ReverseName account={account} server={server} {...edited} close={() => setEdited(undefined)} />}
      </Modal>
    </Panel>
  )
}

function ReverseName(props: Own & { id: string; address: string; ptr: string; close: () => void }) {
  const { account, server, id, ptr, close } = props
  const [name, setName] = useState(ptr)
  const changed = useChanged(account, server.id)
  const path = { provider: account, id: server.id, address_id: id }
  const url = '/api/hosting/providers/{provider}/vms/{id}/addresses/{address_id}/ptr'
  const done = async () => {
    notifyDone('The reverse name is being set', 'It can take some minutes until everybody sees it.')
    await changed()
    close()
  }
  const put = useMutation({
    mutationFn: () => ok(api.PUT(url, { params: { path }, body: { name: name.trim() } })),
    onSuccess: done,
  })
  const reset = useMutation({ mutationFn: () => ok(api.DELETE(url, { params: { path } })), onSuccess: done })
  const problem = hostnameProblem(name.trim())
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!problem && name.trim() !== '') put.mutate()
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Mail servers expect that this name leads back to the address."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problem}
          spellCheck={false}
          data-autofocus
        />
        <ErrorNote error={put.error ?? reset.error} />
        <Group justify="space-between" gap="xs">
          <Tooltip label="Puts the provider's own name back">
            <Button
              variant="subtle"
              leftSection={<IconRestore size={16} aria-hidden />}
              loading={reset.isPending}
              onClick={() => reset.mutate()}
            >
              Reset
            </Button>
          </Tooltip>
          <Group gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={name.trim() === '' || problem !== null} loading={put.isPending}>
              Set name
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

function Labels({ account, server }: Own) {
  const readOnly = useReadOnlyReason()
  const [opened, dialog] = useDisclosure()
  const words = labelWords(server.labels)
  return (
    <Panel
      title="Labels"
      actions={
        <DisabledReason reason={readOnly}>
          {(off) => (
            <Button size="xs" variant="default" onClick={dialog.open} {...off}>
              Edit labels
            </Button>
          )}
        </DisabledReason>
      }
    >
      {words.length === 0 ? (
        <Text size="sm" c="dimmed">
          None. Labels such as env=production find servers in the list; the provider does not see them.
        </Text>
      ) : (
        <Group gap={6}>
          {words.map((word) => (
            <Badge key={word} variant="default" tt="none" fw={500} size="lg">
              {word}
            </Badge>
          ))}
        </Group>
      )}
      <Modal opened={opened} onClose={dialog.close} title="Labels">
        {opened && <EditLabels account={account} server={server} close={dialog.close} />}
      </Modal>
    </Panel>
  )
}

function EditLabels({ account, server, close }: Own & { close: () => void }) {
  const [words, setWords] = useState(labelWords(server.labels))
  const changed = useChanged(account, server.id)
  const put = useMutation({
    mutationFn: () =>
      ok(
        api.PUT('/api/hosting/providers/{provider}/vms/{id}/labels', {
          params: { path: { provider: account, id: server.id } },
          body: { labels: labelsOf(words) },
        }),
      ),
    onSuccess: async () => {
      await changed()
      close()
    },
  })
  return (
    <Stack gap="md">
      <TagsInput
        label="Labels"
        description="Name and value, such as env=production; Enter adds one."
        value={words}
        onChange={setWords}
        maxTags={64}
        acceptValueOnBlur
        data-autofocus
      />
      <ErrorNote error={put.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button loading={put.isPending} onClick={() => put.mutate()}>
          Save labels
        </Button>
      </Group>
    </Stack>
  )
}
