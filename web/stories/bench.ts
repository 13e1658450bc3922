// How fast the tables answer: `npm run bench`. Not a test: the numbers go to docs/performance.md.
import { test, useStory } from './harness'
import type { Page } from 'playwright-core'

const story = useStory()

/** Milliseconds from a key to the frame that shows its rows, the longest task, and rows missing while scrolling. */
async function measure(page: Page, grid: string, needle: string) {
  const box = page.getByRole('searchbox')
  await box.click()
  const keys: number[] = []
  for (const key of needle) {
    keys.push(
      await page.evaluate(
        ([letter]) =>
          new Promise<number>((resolve) => {
            const input = document.querySelector<HTMLInputElement>('input[type=search]')
            if (!input) throw new Error('no search box')
            const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
            const begun = performance.now()
            const observer = new MutationObserver(() => {
              observer.disconnect()
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)))
            })
            const rows = document.querySelector('[role=grid]')
            if (rows) observer.observe(rows, { subtree: true, childList: true, attributes: true, characterData: true })
            set?.call(input, input.value + letter)
            input.dispatchEvent(new Event('input', { bubbles: true }))
            setTimeout(() => resolve(performance.now() - begun), 2000)
          }),
        [key],
      ),
    )
    await page.waitForTimeout(120)
  }
  await box.fill('')
  await page.waitForTimeout(400)
  const blank = await page.getByRole('grid', { name: grid }).evaluate(async (element) => {
    let missing = 0
    for (let step = 0; step < 200; step += 1) {
      element.scrollTop += 900
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const view = element.getBoundingClientRect()
      const middle = document.elementFromPoint(view.left + 200, view.top + view.height / 2)
      const end = document.elementFromPoint(view.left + 200, view.bottom - 20)
      if (!middle?.closest('[role=row]') || !end?.closest('[role=row]')) missing += 1
    }
    return missing
  })
  return { keys, blank }
}

function report(what: string, { keys, blank }: { keys: number[]; blank: number }) {
  const sorted = keys.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  console.log(
    `${what}: a key in the search box to the frame with its rows: median ${median.toFixed(0)} ms, worst ${(sorted.at(-1) ?? 0).toFixed(0)} ms; ` +
      `blank in ${blank} of 200 steps of scrolling`,
  )
}

test('a zone with 10,000 records', { timeout: 180_000 }, async () => {
  const records = Array.from({ length: 10_000 }, (_, n) => ({
    type: 'A',
    name: `host-${n}`,
    content: `10.${Math.floor(n / 65536)}.${Math.floor(n / 256) % 256}.${n % 256}`,
    ttl: 300,
  }))
  await story.api('PUT', '/api/hosting/providers/local/dns/shop.test', { records, overwrite: false })
  const page = await story.signedIn('/dns/local/shop.test')
  await page
    .getByRole('row', { name: /host-1\b/ })
    .first()
    .waitFor({ timeout: 60_000 })
  const grid = await page.getByRole('grid').first().getAttribute('aria-label')
  report('10,000 records', await measure(page, grid ?? '', 'host-77'))
})

test('5,000 domains', { timeout: 120_000 }, async () => {
  const page = await story.signedIn('/orders')
  const domains = Array.from({ length: 5000 }, (_, n) => ({
    account: n % 3 === 0 ? 'hostraha' : 'hostinger',
    name: `customer-${n}.example`,
    status: 'active',
    expires_at: new Date(Date.UTC(2027, 0, 1) + n * 3_600_000).toISOString(),
    auto_renew: n % 2 === 0,
    locked: true,
    privacy_protection: n % 5 === 0,
    nameservers: ['ns1.example.net', 'ns2.example.net'],
    last_synced: '2026-11-21T16:00:00Z',
    checked_at: '2026-11-21T16:00:00Z',
    tags: n % 4 === 0 ? [`client:${n % 40}`] : [],
  }))
  await page.route('**/api/hosting/domains?*', (route) =>
    route.fulfill({ json: { domains, accounts: [], next: null } }),
  )
  await page.route('**/api/hosting/domains', (route) => route.fulfill({ json: { domains, accounts: [], next: null } }))
  await page.getByRole('link', { name: 'Domains', exact: true }).click()
  await page
    .getByRole('row', { name: /customer-1\b/ })
    .first()
    .waitFor({ timeout: 30_000 })
  const grid = await page.getByRole('grid').first().getAttribute('aria-label')
  report('5,000 domains', await measure(page, grid ?? '', 'customer-77'))
})
