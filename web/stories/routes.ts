import type { Story } from './harness'

/** Every room's pages, as the demo has them: for axe and for the screenshots. */
export interface Place {
  name: string
  path: string
  /** What tells that the page has what it shows. */
  ready?: RegExp
}

export const PLACES: readonly Place[] = [
  { name: 'overview', path: '/' },
  { name: 'providers', path: '/providers' },
  { name: 'provider', path: '/providers/hostinger' },
  { name: 'domains', path: '/domains' },
  { name: 'domain', path: '/domains/hostinger/example.com' },
  { name: 'register', path: '/domains/register' },
  { name: 'transfer', path: '/domains/transfer' },
  { name: 'dns', path: '/dns' },
  { name: 'zone', path: '/dns/local/demo.test' },
  { name: 'zone-history', path: '/dns/local/demo.test?tab=history' },
  { name: 'zone-health', path: '/dns/local/demo.test?tab=health' },
  { name: 'zone-live', path: '/dns/local/demo.test?tab=live' },
  { name: 'servers', path: '/servers' },
  { name: 'server', path: '/servers/hostinger/894670' },
  { name: 'server-create', path: '/servers/new' },
  { name: 'ssh-keys', path: '/ssh-keys' },
  { name: 'billing', path: '/billing' },
  { name: 'orders', path: '/orders' },
  { name: 'activity', path: '/activity' },
  { name: 'settings', path: '/settings' },
  { name: 'gateways', path: '/settings/gateways' },
  { name: 'reseller', path: '/settings/reseller' },
  { name: 'reseller-prices', path: '/settings/reseller?section=preview&tld=com' },
  { name: 'customer', path: '/settings/reseller/billing@northwind-hosting.example' },
]

/** What the demo lacks at its start: its list of domains, and an order. */
export async function furnish(story: Story) {
  await story.api('POST', '/api/hosting/domains/sync')
  for (let tries = 0; tries < 100; tries += 1) {
    const { accounts } = await story.api<{ accounts: { running: boolean; domains: number }[] }>(
      'GET',
      '/api/hosting/domains?limit=1',
    )
    if (accounts.every((account) => !account.running && account.domains > 0)) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const quote = await story.api<{ id: string }>('POST', '/api/hosting/providers/hostinger/quotes', {
    kind: 'register_domain',
    domain: 'harbour-and-pine.com',
    period: 1,
  })
  await story.backend.call('POST', `/api/hosting/quotes/${quote.id}/confirm`, undefined, await story.token('admin'), {
    'idempotency-key': crypto.randomUUID(),
  })
}
