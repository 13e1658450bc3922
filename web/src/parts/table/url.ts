import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'

type Values = Record<string, string | undefined>

/** Where a table keeps what is searched, sorted and filtered. */
export interface TableUrl {
  values: Values
  set: (change: Values) => void
}

/** Keeps it in the page's URL. A second table of the same page takes `prefix`. */
export function useTableUrl(prefix = ''): TableUrl {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  return useMemo(() => {
    const values: Values = {}
    for (const [key, value] of Object.entries(search)) {
      if (key.startsWith(prefix) && value != null) values[key.slice(prefix.length)] = String(value)
    }
    const set = (change: Values) => {
      const own = Object.fromEntries(Object.entries(change).map(([key, value]) => [prefix + key, value || undefined]))
      void navigate({
        to: '.',
        search: (old: object) => ({ ...old, ...own }) as never,
        replace: true,
        resetScroll: false,
      })
    }
    return { values, set }
  }, [search, navigate, prefix])
}

/** Keeps it nowhere: for tables in dialogs. */
export function useTableMemory(initial: Values = {}): TableUrl {
  const [values, setValues] = useState(initial)
  return { values, set: (change) => setValues((old) => ({ ...old, ...change })) }
}
