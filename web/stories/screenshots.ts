// Pictures of every room: `npm run screenshots`, into web/screenshots/<room>-<size>-<scheme>.png.
// SHOTS=zone,overview takes only these.
import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll } from 'vitest'
import { expect, test, useStory } from './harness'
import { furnish, PLACES } from './routes'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
  { width: 1920, height: 1080 },
]
const SCHEMES = ['light', 'dark'] as const

const story = useStory()
const only = process.env.SHOTS?.split(',')
const ZONE = '/dns/local/demo.test'
const places = [
  { name: 'sign-in', path: '/' },
  ...PLACES,
  { name: 'zone-staged', path: ZONE },
  { name: 'zone-review', path: ZONE },
].filter((place) => only?.includes(place.name) ?? true)

/** A changed, a deleted and a new set, as somebody leaves them before the review. */
async function stage(page: Page) {
  await page
    .getByRole('row', { name: /^Select row mail\.demo\.test A/ })
    .getByText('.test')
    .first()
    .click()
  const editor = page.getByRole('dialog')
  await editor.getByRole('textbox', { name: 'IPv4 address' }).first().fill('203.0.113.40')
  await editor.getByRole('button', { name: 'Stage change' }).click()
  await editor.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Actions for @ MX' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Add record' }).click()
  await editor.getByRole('textbox', { name: 'Name' }).fill('status')
  await editor.getByRole('textbox', { name: 'IPv4 address' }).fill('203.0.113.41')
  await editor.getByRole('button', { name: 'Stage record' }).click()
  await editor.waitFor({ state: 'hidden' })
}

beforeAll(async () => {
  await furnish(story)
  await mkdir('screenshots', { recursive: true })
})

test.each(places)('$name', { timeout: 180_000 }, async ({ name, path }) => {
  for (const viewport of SIZES) {
    for (const scheme of SCHEMES) {
      const visit = { viewport, scheme }
      const page = name === 'sign-in' ? await story.page(path, visit) : await story.signedIn(path, visit)
      await page.waitForLoadState('load')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expect.poll(() => page.getByRole('status', { name: 'Loading' }).count(), { timeout: 15_000 }).toBe(0)
      // Charts are loaded after the page, behind a plain area.
      await expect.poll(() => page.locator('.mantine-Skeleton-root').count(), { timeout: 15_000 }).toBe(0)
      if (name === 'zone-staged' || name === 'zone-review') await stage(page)
      if (name === 'zone-review') {
        await page.getByRole('button', { name: 'Review' }).click()
        await page
          .getByRole('dialog', { name: 'Review' })
          .getByText(/Applying takes/)
          .waitFor()
      }
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: `screenshots/${name}-${viewport.width}x${viewport.height}-${scheme}.png` })
      await page.context().close()
    }
  }
})
