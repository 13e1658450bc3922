import { expect, PASSWORD, test, useStory } from './harness'

const story = useStory()

test('signing in leads to the page that was asked for', async () => {
  const page = await story.page('/orders')
  await page.getByRole('heading', { name: 'Sign in to Setec Manager' }).waitFor()
  await story.axe(page)
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
  await page.getByRole('navigation', { name: 'Rooms' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/orders')
  await story.axe(page)
})
