// Names against accounts: whether each can be had, the price now and that of the years after it.
import { Box, Button, Group, Loader, SimpleGrid, Table, Text, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { asApiError } from '@/api/error'
import type { Account } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorState } from '@/parts/ErrorState'
import { MoneyText } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import { StatusBadge } from '@/parts/StatusBadge'
import type { Cell, Offer } from './search'
import type { OfferTable } from './useOffers'

interface Props {
  title: string
  description: string
  offers: OfferTable
  accounts: readonly Account[]
  onChoose: (domain: string, account: string) => void
}

export function Offers({ title, description, offers, accounts, onChoose }: Props) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const { rows, failures } = offers

  return (
    <>
      {failures.map(({ account, error, retry }) => (
        <ErrorState
          key={account}
          error={error}
          title={`${account} did not answer: ${asApiError(error).code.replaceAll('_', ' ')}`}
          onRetry={retry}
        />
      ))}
      <Panel title={title} description={description} flush>
        {narrow ? (
          rows.map(({ name, cells, best }) => (
            <Box key={name} p="sm" style={{ borderTop: '1px solid var(--setec-line)' }}>
              <Text fw={600} mb={6} style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Text>
              <SimpleGrid cols={1} spacing={8}>
                {cells.map((cell, index) => (
                  <Group key={accounts[index]?.name} justify="space-between" gap="xs" align="flex-start">
                    <Text size="sm" c="dimmed">
                      {accounts[index]?.name}
                    </Text>
                    <OfferCell name={name} cell={cell} best={best} onChoose={onChoose} />
                  </Group>
                ))}
              </SimpleGrid>
            </Box>
          ))
        ) : (
          <Table.ScrollContainer minWidth={320 + accounts.length * 240} type="native">
            <Table highlightOnHover verticalSpacing={10} horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  {accounts.map((account) => (
                    <Table.Th key={account.name}>{account.name}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map(({ name, cells, best }) => (
                  <Table.Tr key={name}>
                    <Table.Th scope="row" fw={500} style={{ overflowWrap: 'anywhere' }}>
                      {name}
                    </Table.Th>
                    {cells.map((cell, index) => (
                      <Table.Td key={accounts[index]?.name}>
                        <OfferCell name={name} cell={cell} best={best} onChoose={onChoose} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Panel>
    </>
  )
}

interface CellProps {
  name: string
  cell: Cell
  best: string | undefined
  onChoose: Props['onChoose']
}

function OfferCell({ name, cell, best, onChoose }: CellProps) {
  switch (cell.state) {
    case 'asking':
      return <Loader size={14} aria-label="Asking" />
    case 'failed':
      return (
        <Text size="sm" c="dimmed">
          no answer
        </Text>
      )
    case 'taken':
      return <StatusBadge tone="neutral">taken</StatusBadge>
    case 'refused':
      return (
        <Text size="sm" c="dimmed">
          {cell.why}
        </Text>
      )
    case 'free':
      return <FreeCell name={name} offer={cell.offer} isBest={best === cell.offer.account} onChoose={onChoose} />
  }
}

interface FreeProps {
  name: string
  offer: Offer
  isBest: boolean
  onChoose: Props['onChoose']
}

function FreeCell({ name, offer, isBest, onChoose }: FreeProps) {
  const readOnly = useReadOnlyReason()
  const differs = offer.renewal && offer.renewal.minor !== offer.price?.minor
  return (
    <Group gap="md" wrap="nowrap">
      <div style={{ minWidth: 132 }}>
        <Group gap={6} wrap="nowrap">
          {offer.price ? (
            <MoneyText money={offer.price} fw={600} size="sm" />
          ) : (
            <Text size="sm">price in the quote</Text>
          )}
          {isBest && <StatusBadge tone="good">lowest</StatusBadge>}
        </Group>
        <Text size="xs" c={differs ? undefined : 'dimmed'}>
          {differs ? (
            <>
              then <MoneyText money={offer.renewal} per="year" />
            </>
          ) : (
            offer.price && 'renews for the same'
          )}
        </Text>
        {offer.restriction !== undefined && (
          <Tooltip label={offer.restriction}>
            <Text size="xs" c="dimmed" truncate maw={220}>
              {offer.restriction}
            </Text>
          </Tooltip>
        )}
      </div>
      <DisabledReason reason={readOnly}>
        {(off) => (
          <Button
            size="xs"
            variant="default"
            aria-label={`Choose ${name} at ${offer.account}`}
            onClick={() => onChoose(name, offer.account)}
            {...off}
          >
            Choose
          </Button>
        )}
      </DisabledReason>
    </Group>
  )
}
