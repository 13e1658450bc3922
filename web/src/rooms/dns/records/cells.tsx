import { Badge, Text } from '@mantine/core'
import { StatusBadge } from '@/parts/StatusBadge'
import { ttlWords } from '@/parts/ttl'
import { hasPriority, type Value } from './model'
import classes from './Records.module.css'
import { linesOf, MOST_LINES, type Row } from './rows'

/** `www` in bold with the zone's name dimmed. */
export function NameCell({ row, zone }: { row: Row; zone: string }) {
  return (
    <span className={classes.name} title={row.name === '@' ? zone : `${row.name}.${zone}`}>
      {row.name}
      <span className={classes.suffix}>{row.name === '@' ? ` ${zone}` : `.${zone}`}</span>
    </span>
  )
}

export function TypeCell({ row }: { row: Row }) {
  return <span className={classes.type}>{row.type}</span>
}

export function TtlCell({ row }: { row: Row }) {
  const was = row.old && row.old.ttl !== row.ttl ? row.old.ttl : undefined
  return (
    <span className={classes.ttl} title={`${row.ttl} seconds`}>
      {was !== undefined && (
        <span className={classes.gone}>
          {ttlWords(was)}
          <br />
        </span>
      )}
      <span className={was === undefined ? undefined : classes.come}>{ttlWords(row.ttl)}</span>
    </span>
  )
}

export function ValuesCell({ row }: { row: Row }) {
  const all = linesOf(row)
  const lines = all.length > MOST_LINES ? all.slice(0, MOST_LINES - 1) : all
  return (
    <div>
      {lines.map((line, index) => (
        <ValueLine key={index} type={row.type} value={line.value} mark={line.mark} />
      ))}
      {all.length > lines.length && <div className={classes.more}>and {all.length - lines.length} more</div>}
    </div>
  )
}

export function ValueLine(props: { type: string; value: Value; mark?: 'added' | 'removed' | undefined }) {
  const { type, value, mark } = props
  const look = mark === 'removed' ? classes.gone : mark === 'added' ? classes.come : value.disabled ? classes.off : ''
  return (
    <div className={classes.line}>
      {hasPriority(type) && <span className={`${classes.prefix} ${look}`}>{value.priority}</span>}
      <span className={`${classes.content} ${look}`} title={value.content}>
        {mark === 'removed' && <span className="visually-hidden">goes: </span>}
        {mark === 'added' && <span className="visually-hidden">comes: </span>}
        {value.content}
      </span>
      {value.disabled && (
        <Badge size="xs" color="gray" variant="outline" tt="none" fw={500}>
          not served
        </Badge>
      )}
    </div>
  )
}

const WORDS = { added: 'new', changed: 'changed', removed: 'deleted' } as const
const TONES = { added: 'good', changed: 'warn', removed: 'bad' } as const

export function StateCell({ row }: { row: Row }) {
  if (!row.state) return null
  return (
    <StatusBadge tone={TONES[row.state]} size="sm" td="none">
      {WORDS[row.state]}
      {row.moved && (
        <Text span inherit>
          {' '}
          - changed elsewhere
        </Text>
      )}
    </StatusBadge>
  )
}
