// What the stories of the DNS room share: zones of their own, the name server's answers, the parts of the page.
import { Resolver } from 'node:dns/promises'
import type { Locator, Page } from 'playwright-core'
import type { Story } from './harness'

export const row = (page: Page, name: RegExp | string): Locator => page.getByRole('row', { name })
export const review = (page: Page): Locator => page.getByRole('dialog', { name: 'Review' })

export async function changeAddress(page: Page, name: RegExp, to: string) {
  await row(page, name).getByText('.test').first().click()
  const editor = page.getByRole('dialog')
  await editor.getByRole('textbox', { name: 'IPv4 address' }).first().fill(to)
  await editor.getByRole('button', { name: 'Stage change' }).click()
  await editor.waitFor({ state: 'hidden' })
}

export function zoneTools(story: Story) {
  /** What the embedded name server answers, past everything else. */
  async function dig(name: string, type: 'A' | 'MX' | 'TXT' = 'A'): Promise<string[]> {
    const { host, port } = story.backend.nameServer
    const resolver = new Resolver({ timeout: 2000, tries: 2 })
    resolver.setServers([`${host}:${port}`])
    try {
      const answers = await resolver.resolve(name, type)
      return (answers as unknown[]).map((answer) => (typeof answer === 'string' ? answer : JSON.stringify(answer)))
    } catch (error) {
      return [(error as { code: string }).code]
    }
  }

  async function open(path: string, visit: Parameters<typeof story.signedIn>[1] = {}): Promise<Page> {
    const page = await story.signedIn(path, visit)
    await page.getByRole('grid', { name: 'Records' }).waitFor()
    return page
  }

  let zones = 0
  /** A zone of its own for a test that changes much. */
  async function newZone(file: string): Promise<string> {
    zones += 1
    const zone = `story${zones}.test`
    await story.api('POST', '/api/hosting/providers/local/dns', { name: zone, nameservers: ['ns1.demo.test'] })
    await write(zone, file)
    return zone
  }

  async function write(zone: string, file: string) {
    const path = `/api/hosting/providers/local/dns/${zone}`
    const plan = await story.api<{ digest: string; guards: { guard: string }[] }>('POST', `${path}/plan`, {
      zone_file: file,
    })
    await story.api('POST', `${path}/apply`, { digest: plan.digest, override: plan.guards.map((one) => one.guard) })
  }

  return { dig, open, newZone, write }
}
