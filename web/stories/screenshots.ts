// Pictures of every room: `npm run screenshots`, into web/screenshots/<room>-<size>-<scheme>.png.
// SHOTS=zone,overview takes only these.
import { mkdir } from 'node:fs/promises'
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
const places = [{ name: 'sign-in', path: '/' }, ...PLACES].filter((place) => only?.includes(place.name) ?? true)

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
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: `screenshots/${name}-${viewport.width}x${viewport.height}-${scheme}.png` })
      await page.context().close()
    }
  }
})
