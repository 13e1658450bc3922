import { expect, PASSWORD, test, useStory } from './harness'

const story = useStory()

test('a session that ends keeps the page, and what was under way goes on after the sign-in', async () => {
  const page = await story.signedIn('/activity?q=demo.test')
  await page.getByRole('row', { name: /Created a zone/ }).waitFor()
  await story.endSessions()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('radio', { name: 'local' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Sign in and go on' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /Created a zone/ }).waitFor()
  expect(page.url()).toContain('q=demo.test')
  expect(page.url()).toContain('account=local')
})

test('the palette leads to a room by keyboard alone', async () => {
  const page = await story.signedIn('/')
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Search or jump to' }).fill('ssh')
  await page.getByRole('button', { name: 'SSH Keys' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'SSH Keys' }).waitFor()
})

test('the chosen colours stay after a reload', async () => {
  const page = await story.signedIn('/')
  await page.getByRole('button', { name: 'Use the dark colours' }).click()
  await page.locator("html[data-mantine-color-scheme='dark']").waitFor()
  await page.reload()
  await page.locator("html[data-mantine-color-scheme='dark']").waitFor()
})

test('on a phone the navigation opens from the burger and closes after the choice', async () => {
  const page = await story.signedIn('/', { viewport: { width: 390, height: 844 } })
  await page.getByRole('button', { name: 'Open the navigation' }).click()
  await page.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
  await page.getByRole('button', { name: 'Open the navigation' }).waitFor()
  await story.axe(page)
})

test('the password is changed from the menu, and a wrong current one is told at its field', async () => {
  const page = await story.signedIn('/', { as: 'viewer' })
  await page.getByRole('button', { name: 'Account onlooker' }).click()
  await page.getByRole('menuitem', { name: 'Change password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change password' })
  await dialog.getByLabel('Current password').fill('not the one')
  await dialog.getByLabel('New password', { exact: true }).fill('another long password')
  await dialog.getByLabel('New password again').fill('another long passwort')
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await dialog.getByText('The two are not the same').waitFor()
  await dialog.getByLabel('New password again').fill('another long password')
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await dialog.getByText('It is wrong').waitFor()
  await story.axe(page)
  await dialog.getByLabel('Current password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Your other sessions have ended').waitFor()
})

test('an address without a page says so', async () => {
  const page = await story.signedIn('/no/such/place')
  await page.getByRole('heading', { level: 1, name: 'Page not found' }).waitFor()
  await page.getByRole('link', { name: 'Go to the overview' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
})

test('signing out forgets everything', async () => {
  const page = await story.signedIn('/', { as: 'viewer' })
  await page.getByRole('button', { name: 'Account onlooker' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Setec Manager' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Sign in to Setec Manager' }).waitFor()
})
