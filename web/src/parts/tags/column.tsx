import { Badge, Group } from '@mantine/core'
import type { Column, Filter } from '../table/model'

/** Tags that a row shows; of further ones it says how many. */
const SHOWN = 2

export function TagBadges({ tags, all }: { tags: readonly string[]; all?: boolean }) {
  if (tags.length === 0) return null
  const shown = all ? tags : tags.slice(0, SHOWN)
  return (
    <Group gap={4} wrap={all ? 'wrap' : 'nowrap'} title={all ? undefined : tags.join(', ')} style={{ minWidth: 0 }}>
      {shown.map((tag) => (
        <Badge key={tag} variant="default" size="sm" tt="none" fw={500} style={{ minWidth: 0 }}>
          {tag}
        </Badge>
      ))}
      {shown.length < tags.length && (
        <Badge variant="default" size="sm" fw={500} style={{ flex: 'none' }}>
          +{tags.length - shown.length}
        </Badge>
      )}
    </Group>
  )
}

interface Tagged {
  tags: readonly string[]
}

export const tagColumn = <Row extends Tagged>(): Column<Row> => ({
  id: 'tags',
  header: 'Tags',
  value: (row) => row.tags.join(' '),
  cell: (row) => <TagBadges tags={row.tags} />,
  width: 'minmax(130px, 1fr)',
  phone: 'bare',
})

export const tagFilter = <Row extends Tagged>(): Filter<Row> => ({ id: 'tag', label: 'Tag', get: (row) => row.tags })
