// Cells of the servers' table with a second, quieter line.
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Unknown } from '@/parts/KeyValues'
import { namesQuery } from './queries'
import type { Row } from './useServers'

export function TwoLines({ first, second }: { first: string; second: string | undefined }) {
  return (
    <>
      {first}
      {second !== undefined && <Quiet text={second} />}
    </>
  )
}

export function Addresses({ row }: { row: Row }) {
  const [first, second] = [row.ipv4, row.ipv6].filter((address) => address != null)
  if (first === undefined) return <Unknown />
  return (
    <span className="mono">
      <TwoLines first={first} second={second} />
    </span>
  )
}

/** The names that point at a server; asked for only while its row is on screen. */
export function NamesLine({ row }: { row: Row }) {
  const { data } = useQuery({
    ...namesQuery(row.account, row.id),
    staleTime: 300_000,
    // Zones that nobody has looked at yet are read in the background: a few more looks find them.
    refetchInterval: ({ state }) =>
      (state.data?.unread.length ?? 0) > 0 && state.dataUpdateCount < 5 ? 10_000 : false,
  })
  const names = new Set(data?.names.map((one) => (one.name === '@' ? one.zone : `${one.name}.${one.zone}`)))
  // Its own name is on the line above.
  names.delete(row.name)
  if (names.size === 0) return null
  return <Quiet text={[...names].join(', ')} label={`Names that point at ${row.name}`} />
}

function Quiet({ text, label }: { text: string; label?: string }) {
  return (
    <Text size="xs" c="dimmed" truncate title={text} aria-label={label} role={label === undefined ? undefined : 'note'}>
      {text}
    </Text>
  )
}
