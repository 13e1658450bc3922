import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { notifyDone, notifyFailed } from '@/parts/notify'
import { actionLabel } from '../model'
import { actionsQuery, type Action } from '../queries'

/** A server's actions, followed while one is under way; its end is told, and the server asked for anew. */
export function useActions(account: string, id: string) {
  const client = useQueryClient()
  const query = useQuery(actionsQuery(account, id))
  const seen = useRef(new Map<string, Action['status']>())

  useEffect(() => {
    seen.current.clear()
  }, [account, id])

  useEffect(() => {
    for (const action of query.data ?? []) {
      const before = seen.current.get(action.id)
      seen.current.set(action.id, action.status)
      if (before !== 'running' || action.status === 'running') continue
      if (action.status === 'success') notifyDone(`${actionLabel(action.name)}: done`)
      else notifyFailed(`${actionLabel(action.name)} failed`, new Error(`The provider says: ${action.state}`))
      void client.invalidateQueries({ queryKey: ['server', account, id] })
      void client.invalidateQueries({ queryKey: ['servers', account] })
      void client.invalidateQueries({ queryKey: ['firewalls', account] })
    }
  }, [query.data, client, account, id])

  return { ...query, running: query.data?.find((action) => action.status === 'running') }
}

/** What every change of a server does once the provider has taken it. */
export function useChanged(account: string, id: string) {
  const client = useQueryClient()
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['server', account, id] }),
      client.invalidateQueries({ queryKey: ['servers', account] }),
    ])
}
