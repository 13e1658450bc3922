import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Unknown } from '@/parts/KeyValues'
import { namesQuery } from './queries'
import type { Row } from './useServers'

/** The names of one server; asked for only while the column is shown and the row is on screen. */
export function NamesCell({ row }: { row: Row }) {
  const query = useQuery({ ...namesQuery(row.account, row.id), staleTime: 300_000 })
  if (query.isPending) return <Text span inherit c="dimmed" aria-label="loading" />
  if (query.error) return <Unknown />
  const names = new Set(query.data.names.map((one) => (one.name === '@' ? one.zone : `${one.name}.${one.zone}`)))
  const text = [...names].join(', ')
  return (
    <Text span inherit truncate title={text} c={text === '' ? 'dimmed' : undefined}>
      {text === '' ? 'none' : text}
    </Text>
  )
}
