// The filters that are used every day, one press each; what is chosen stands in the URL.
import { Badge, Button } from '@mantine/core'
import { useMemo } from 'react'
import type { TableUrl } from '@/parts/DataTable'
import classes from './domains.module.css'
import { expiryWindows, isGone, type SyncedDomain } from './model'

const NOTHING = {
  account: undefined,
  provider: undefined,
  status: undefined,
  expiring: undefined,
  flag: undefined,
  tag: undefined,
  q: undefined,
}

interface View {
  label: string
  filter: Record<string, string>
  holds: (domain: SyncedDomain) => boolean
  /** Left out where it would be empty. */
  only?: boolean
}

const VIEWS: readonly View[] = [
  { label: 'All', filter: {}, holds: () => true },
  { label: 'Expired', filter: { expiring: 'expired' }, holds: (d) => expiryWindows(d).includes('expired'), only: true },
  ...['30', '60', '90'].map((window) => ({
    label: `Expiring in ${window} days`,
    filter: { expiring: `${window}d` },
    holds: (domain: SyncedDomain) => expiryWindows(domain).includes(`${window}d`),
  })),
  { label: 'Not locked', filter: { flag: 'unlocked' }, holds: (d) => d.locked === false && !isGone(d) },
  { label: 'Could not be read', filter: { flag: 'problem' }, holds: (d) => d.problem != null, only: true },
]

export function Views({ domains, url }: { domains: readonly SyncedDomain[] | undefined; url: TableUrl }) {
  const counts = useMemo(() => VIEWS.map((view) => domains?.filter(view.holds).length ?? 0), [domains])
  if (!domains || domains.length === 0) return null
  const current = Object.fromEntries(
    ['account', 'provider', 'status', 'expiring', 'flag', 'tag'].flatMap((key) =>
      url.values[key] ? [[key, url.values[key]]] : [],
    ),
  )
  return (
    <div className={classes.views} role="group" aria-label="Views">
      {VIEWS.map((view, index) => {
        const count = counts[index] ?? 0
        if (view.only && count === 0) return null
        const active = JSON.stringify(current) === JSON.stringify(view.filter)
        return (
          <Button
            key={view.label}
            size="compact-sm"
            variant={active ? 'light' : 'default'}
            aria-pressed={active}
            fw={500}
            rightSection={
              <Badge size="sm" variant="transparent" color="gray" px={0} c="dimmed">
                {count.toLocaleString()}
              </Badge>
            }
            onClick={() => url.set({ ...NOTHING, ...view.filter })}
          >
            {view.label}
          </Button>
        )
      })}
    </div>
  )
}
