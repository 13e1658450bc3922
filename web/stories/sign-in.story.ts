import { expect, PASSWORD, test, useStory } from './harness'
import type { Page } from 'playwright-core'

const story = useStory()

async function signIn(page: Page, name: string, password: string, button = 'Sign in') {
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: button, exact: true }).click()
}

test('signing in leads to the page that was asked for', async () => {
  const page = await story.page('/orders?state=failed')
  await page.getByRole('heading', { name: 'Sign in to Setec Manager' }).waitFor()
  await story.axe(page)
  await signIn(page, 'admin', PASSWORD)
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
  expect(page.url()).toContain('/orders?state=failed')
  await page.getByRole('button', { name: 'State: Failed' }).waitFor()
})

test('who starts it for the first time is told where the password is', async () => {
  const page = await story.page('/')
  await page.getByRole('button', { name: 'First start? Where the password is' }).click()
  await page.getByText('the server prints the user name').waitFor()
  await story.axe(page)
})

test('a wrong password is refused in words, and too many of them have to wait', async () => {
  const page = await story.page('/')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Enter your user name').waitFor()
  for (let tries = 0; tries < 8; tries += 1) {
    const answered = page.waitForResponse('**/api/auth/login')
    await signIn(page, 'nobody', `wrong ${tries}`)
    const answer = await answered
    if (answer.status() === 429) break
    await page.getByRole('alert').waitFor()
  }
  await page.getByRole('button', { name: /Try again in \d+ s/ }).waitFor()
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
})

test('nothing of the password or the session stays where scripts can read it', async () => {
  const page = await story.page('/')
  await signIn(page, 'admin', PASSWORD)
  await page.getByRole('navigation', { name: 'Rooms' }).waitFor()
  const kept = await page.evaluate(() =>
    JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie }),
  )
  expect(kept).not.toContain(PASSWORD)
  expect(kept).not.toContain('eyJ')
})
