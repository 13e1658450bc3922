import { beforeAll } from 'vitest'
import { expect, test, useStory } from './harness'
import { furnish, PLACES } from './routes'

const story = useStory()

beforeAll(() => furnish(story))

/** Until nothing is fetched any more and no skeleton is left. */
async function settled(page: Awaited<ReturnType<typeof story.signedIn>>) {
  await expect.poll(() => page.getByRole('status', { name: 'Loading' }).count()).toBe(0)
}

test.each(PLACES)('$name has no serious finding of axe, one first heading, and fits on a phone', async ({ path }) => {
  const page = await story.signedIn(path)
  await settled(page)
  await expect.poll(() => page.getByRole('heading', { level: 1 }).count()).toBe(1)
  await expect.poll(() => page.getByText('This page could not be shown').count()).toBe(0)
  await story.axe(page)
  await page.setViewportSize({ width: 390, height: 844 })
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  await expect.poll(tooWide).toBeLessThanOrEqual(0)
})
