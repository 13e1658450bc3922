import { Button, Group, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { api, ok } from '@/api/client'
import type { Account } from '@/api/queries/accounts'
import { Panel } from '@/parts/Panel'

interface Props {
  word: string
  tlds: readonly string[]
  /** Names that are in the list already. */
  without: readonly string[]
  accounts: readonly Account[]
  onChoose: (domain: string) => void
}

/** Names that could be had in place of the one that was typed. */
export function Suggestions({ word, tlds, without, accounts, onChoose }: Props) {
  const able = accounts.filter((account) => account.capabilities.includes('domains.suggestions'))
  const asked = useQueries({
    queries: able.map((account) => ({
      queryKey: ['catalog', account.name, 'suggestions', word, ...tlds],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ok(
          api.GET('/api/hosting/providers/{provider}/domains/suggestions', {
            params: {
              path: { provider: account.name },
              query: { words: word, limit: 12, ...(tlds.length > 0 ? { tlds: tlds.join(',') } : {}) },
            },
            signal,
          }),
        ),
      staleTime: 300_000,
    })),
  })
  const names = [
    ...new Set(
      asked
        .flatMap((query) => query.data ?? [])
        .filter((suggestion) => suggestion.available !== false && !without.includes(suggestion.domain))
        .map((suggestion) => suggestion.domain),
    ),
  ].slice(0, 12)
  if (names.length === 0) return null
  return (
    <Panel title="Other names">
      <Group gap="xs">
        {names.map((name) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            fw={500}
            leftSection={<IconPlus size={13} aria-hidden />}
            aria-label={`Add ${name} to the search`}
            onClick={() => onChoose(name)}
          >
            {name}
          </Button>
        ))}
      </Group>
      <Text size="xs" c="dimmed" mt={8}>
        Proposed by {able.map((account) => account.name).join(' and ')}. Adding one asks for its price.
      </Text>
    </Panel>
  )
}
