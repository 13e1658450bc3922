import { api, ok } from '@/api/client'
import { notifyFailed } from '@/parts/notify'

/** Saves the zone file, as the provider or the server writes it. */
export async function exportZone(account: string, zone: string) {
  try {
    const text = await ok<string>(
      api.GET('/api/hosting/providers/{provider}/dns/{domain}/export', {
        params: { path: { provider: account, domain: zone } },
        parseAs: 'text',
      }),
    )
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/dns' }))
    link.download = `${zone}.zone`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  } catch (error) {
    notifyFailed('The zone could not be exported', error)
  }
}
