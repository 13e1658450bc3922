import { expect, type Story } from './harness'

interface Synced {
  domains: { name: string; account: string }[]
  accounts: { running: boolean; last_synced: string | null }[]
}

/** Every account's domains have been read: the demo's list is empty until then. */
export async function synced(story: Story): Promise<Synced> {
  const read = () => story.api<Synced>('GET', '/api/hosting/domains')
  const now = await read()
  if (now.accounts.every((account) => account.last_synced)) return now
  await story.api('POST', '/api/hosting/domains/sync')
  await expect
    .poll(async () => (await read()).accounts.every((account) => !account.running && account.last_synced), {
      timeout: 60_000,
    })
    .toBe(true)
  return read()
}
