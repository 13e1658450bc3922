import { Group, Paper, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from '@/api/queries/accounts'
import type { Overview } from '@/api/queries/overview'
import { PathLink } from '@/parts/links'
import { KINDS, listPath, type Kind } from './kinds'
import classes from './Overview.module.css'

type Count = Overview['counts'][number]

/** Accounts that a tile names; the list behind it has all. */
const FEW = 3

/** How much there is of everything, and of that at each account. */
export function Counts({ counts }: { counts: Overview['counts'] }) {
  return (
    <div className={classes.tiles}>
      {KINDS.map((kind) => (
        <Tile key={kind.key} kind={kind} counts={counts} />
      ))}
    </div>
  )
}

function Tile({ kind, counts }: { kind: Kind; counts: readonly Count[] }) {
  const known = counts.filter((count) => count[kind.key] != null)
  const sum = known.reduce((total, count) => total + (count[kind.key] ?? 0), 0)
  // An account in trouble matters to what it could hold at all.
  const { data: accounts } = useQuery(accountsQuery)
  const capable = (name: string) =>
    accounts?.find((account) => account.name === name)?.capabilities.includes(kind.capability) ?? true
  const held = counts
    .filter((count) => (count[kind.key] ?? 0) > 0 || (count.problem != null && capable(count.account)))
    .sort((a, b) => Number(b.problem != null) - Number(a.problem != null) || (b[kind.key] ?? 0) - (a[kind.key] ?? 0))
  const shown = held.slice(0, FEW)
  const number = known.length > 0 ? sum.toLocaleString() : '–'
  return (
    <Paper withBorder className={classes.tile}>
      <Group justify="space-between" wrap="nowrap">
        <PathLink path={kind.path} className={classes.cover} label={`${kind.label}: ${number}`}>
          {kind.label}
        </PathLink>
        <kind.icon size={16} stroke={1.5} aria-hidden color="var(--mantine-color-dimmed)" />
      </Group>
      <Text className={classes.number} aria-hidden>
        {number}
      </Text>
      <ul className={classes.shares} aria-label={`${kind.label} by account`}>
        {shown.map((count) => (
          <li key={count.account}>
            <Share count={count} kind={kind} />
          </li>
        ))}
        {held.length > shown.length && <li>and {held.length - shown.length} more accounts</li>}
        {held.length === 0 && <li>{known.length > 0 ? 'none yet' : 'not read yet'}</li>}
      </ul>
    </Paper>
  )
}

/** One account's part, and whether it is only what it told before it failed. */
function Share({ count, kind }: { count: Count; kind: Kind }) {
  const number = count[kind.key]
  const problem = count.problem ?? undefined
  const told = number != null ? `As last told: ${problem}` : problem
  return (
    <Tooltip label={told} disabled={problem === undefined}>
      <span>
        <PathLink path={listPath(kind.path, count.account)} className={classes.share}>
          <span className={classes.shareName}>{count.account}</span>
          {problem !== undefined && (
            <IconAlertTriangle size={13} role="img" aria-label="does not answer" className={classes.warn} />
          )}
          <span className="numbers">{number?.toLocaleString() ?? '–'}</span>
        </PathLink>
      </span>
    </Tooltip>
  )
}
