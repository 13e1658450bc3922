// The changes of one domain that need no dialog of their own.
import { api, ok } from '@/api/client'

interface At {
  account: string
  name: string
}

const params = ({ account, name }: At) => ({ path: { provider: account, domain: name } })

export function setLock(at: At, on: boolean) {
  const path = '/api/hosting/providers/{provider}/domains/{domain}/lock' as const
  return on ? ok(api.POST(path, { params: params(at) })) : ok(api.DELETE(path, { params: params(at) }))
}

export function setPrivacy(at: At, on: boolean) {
  const path = '/api/hosting/providers/{provider}/domains/{domain}/privacy' as const
  return on ? ok(api.POST(path, { params: params(at) })) : ok(api.DELETE(path, { params: params(at) }))
}

export function setNameservers(at: At, nameservers: string[]) {
  return ok(
    api.PUT('/api/hosting/providers/{provider}/domains/{domain}/nameservers', {
      params: params(at),
      body: { nameservers },
    }),
  )
}

/** Says which subscription pays for a domain; without one, it is forgotten. */
export function setPaidBy(at: At, subscription?: string) {
  const path = '/api/hosting/providers/{provider}/domains/{domain}/subscription' as const
  return subscription === undefined
    ? ok(api.DELETE(path, { params: params(at) }))
    : ok(api.PUT(path, { params: params(at), body: { subscription_id: subscription } }))
}

/** Asks the provider for one domain and keeps what it says. */
export function syncDomain(at: At) {
  return ok(api.POST('/api/hosting/providers/{provider}/domains/{domain}/sync', { params: params(at) }))
}
