import { Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { overviewQuery } from '@/api/queries/overview'
import { PathLink } from '@/parts/links'
import { Panel } from '@/parts/Panel'
import { KINDS, listPath } from '@/rooms/overview/kinds'
import classes from './providers.module.css'

/** How much the account holds of what it offers, each with the way to its list. */
export function Held({ account, capabilities }: { account: string; capabilities: readonly string[] }) {
  const { data } = useQuery(overviewQuery)
  const count = data?.counts.find((one) => one.account === account)
  const kinds = KINDS.filter((kind) => capabilities.includes(kind.capability))
  if (kinds.length === 0) return null
  return (
    <Panel title="What is there" flush>
      {kinds.map((kind) => (
        <PathLink key={kind.key} path={listPath(kind.path, account)} className={classes.held}>
          <kind.icon size={16} stroke={1.5} aria-hidden color="var(--mantine-color-dimmed)" />
          <span className={classes.grow}>{kind.label}</span>
          <Text span inherit className="numbers" c={count?.[kind.key] == null ? 'dimmed' : undefined}>
            {count?.[kind.key]?.toLocaleString() ?? 'not read yet'}
          </Text>
          <IconChevronRight size={16} stroke={1.5} aria-hidden color="var(--mantine-color-dimmed)" />
        </PathLink>
      ))}
    </Panel>
  )
}
