import { queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'
import { asApiError, sentence } from '@/api/error'

/** What can bear tags; `id` is a name, or a server's id. */
export type Thing = Schemas['TagTargetRequest']

/** A thing and the tags that it bears now. */
export type TaggedThing = Thing & { tags: readonly string[] }

/** Every tag that is in use, and where. */
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => ok(api.GET('/api/tags', { signal })),
})

export const zoneTagsQuery = (account: string, zone: string) =>
  queryOptions({
    queryKey: ['zone', account, zone, 'tags'],
    queryFn: ({ signal }) =>
      ok(
        api.GET('/api/hosting/providers/{provider}/dns/{domain}/tags', {
          params: { path: { provider: account, domain: zone } },
          signal,
        }),
      ),
  })

export function setTags({ kind, account, id }: Thing, tags: string[]) {
  const body = { tags }
  if (kind === 'server') {
    const path = { provider: account, id }
    return ok(api.PUT('/api/hosting/providers/{provider}/vms/{id}/tags', { params: { path }, body }))
  }
  const path = { provider: account, domain: id }
  return kind === 'zone'
    ? ok(api.PUT('/api/hosting/providers/{provider}/dns/{domain}/tags', { params: { path }, body }))
    : ok(api.PUT('/api/hosting/providers/{provider}/domains/{domain}/tags', { params: { path }, body }))
}

export function changeTags(things: readonly Thing[], add: string[], remove: string[]) {
  const bare = things.map(({ kind, account, id }) => ({ kind, account, id }))
  return ok(api.POST('/api/tags', { body: { things: bare, add, remove } }))
}

/** The queries that show a thing's tags. */
export function keysOf({ kind, account, id }: Thing): unknown[][] {
  switch (kind) {
    case 'domain':
      return [['domains'], ['domain', account, id, 'facts']]
    case 'zone':
      return [['zones'], ['zone', account, id, 'tags']]
    case 'server':
      return [
        ['servers', account],
        ['server', account, id],
      ]
  }
}

async function renew(client: QueryClient, things: readonly Thing[]) {
  const keys = new Map([['tags'] as unknown[], ...things.flatMap(keysOf)].map((key) => [JSON.stringify(key), key]))
  await Promise.all([...keys.values()].map((queryKey) => client.invalidateQueries({ queryKey })))
}

/** Has what shows those things asked for anew. */
export function useRenewed() {
  const client = useQueryClient()
  return (things: readonly Thing[]) => renew(client, things)
}

/** What the server says of a field that holds several tags, `tags[2]` too. */
export function faultsOf(error: unknown, field: string): string | undefined {
  if (!error) return undefined
  const own = asApiError(error).violations.filter((one) => one.field === field || one.field.startsWith(`${field}[`))
  return own.length > 0 ? own.map((one) => sentence(one.rule)).join('. ') : undefined
}
