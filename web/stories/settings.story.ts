import { expect, test, useStory } from './harness'

const story = useStory()

test('a user is created, limited in spending and deleted by name', async () => {
  const page = await story.signedIn('/settings')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Users and roles' }).click()
  await page.getByRole('button', { name: 'Create user' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create a user' })
  await dialog.getByLabel('Name').fill('maja')
  await dialog.getByRole('textbox', { name: 'Password' }).fill('short')
  await dialog.getByRole('radio', { name: 'Administrator' }).check()
  await dialog.getByRole('button', { name: 'Create user' }).click()
  await dialog.getByText('At least 10 characters', { exact: true }).waitFor()
  await story.axe(page, '[role=dialog]')
  await dialog.getByRole('textbox', { name: 'Password' }).fill('long-enough-1')
  await dialog.getByRole('button', { name: 'Create user' }).click()
  const row = page.getByRole('row', { name: /maja/ })
  await row.waitFor()
  await story.axe(page)

  await row.click()
  const drawer = page.getByRole('dialog', { name: 'maja' })
  await drawer.getByRole('button', { name: 'Add a currency' }).click()
  await drawer.getByRole('textbox', { name: 'Currency' }).fill('usd')
  await drawer.getByLabel('Per day').fill('much')
  await drawer.getByRole('button', { name: 'Save limits' }).click()
  await drawer.getByText('An amount such as 50.00').waitFor()
  await drawer.getByLabel('Per day').fill('50.00')
  await drawer.getByRole('button', { name: 'Save limits' }).click()
  await page.getByText('The limits of maja are saved').waitFor()
  const kept = await story.api<{ limits: unknown }>('GET', '/api/users/maja/spending-limits')
  expect(kept.limits).toEqual([{ currency: 'USD', day: 5000, month: null }])

  await drawer.getByRole('button', { name: 'Delete user' }).click()
  const question = page.getByRole('dialog', { name: 'Delete maja?' })
  await expect.poll(() => question.getByRole('button', { name: 'Delete user' }).isDisabled()).toBe(true)
  await question.getByRole('textbox').fill('maja')
  await question.getByRole('button', { name: 'Delete user' }).click()
  await expect.poll(() => page.getByRole('row', { name: /maja/ }).count()).toBe(0)
})

test('nobody can delete themselves', async () => {
  const page = await story.signedIn('/settings/users')
  await page.getByRole('row', { name: /admin.*you/ }).click()
  const button = page.getByRole('dialog', { name: 'admin' }).getByRole('button', { name: 'Delete user' })
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  const reason = await button.getAttribute('aria-describedby')
  await expect.poll(() => page.locator(`[id="${reason}"]`).textContent()).toBe('Nobody can delete themselves')
})

test('a wrong current password is told at its field', async () => {
  const page = await story.signedIn('/settings/password')
  await page.getByLabel('Current password').fill('not the password')
  await page.getByLabel('New password', { exact: true }).fill('another long one')
  await page.getByLabel('New password again').fill('another long one')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('It is wrong').waitFor()
  await story.axe(page)
})

test('colours and density are chosen and stay', async () => {
  const page = await story.signedIn('/servers')
  const row = page.getByRole('row', { name: /production-1/ })
  const height = async () => (await row.boundingBox())?.height ?? 0
  await row.waitFor()
  const comfortable = await height()
  await page.goto(`${story.url}/settings/appearance`)
  await page.getByText('Dark', { exact: true }).click()
  await page.locator("html[data-mantine-color-scheme='dark']").waitFor()
  await page.getByText('Compact', { exact: true }).click()
  await page.goto(`${story.url}/servers`)
  await row.waitFor()
  expect(await height()).toBeLessThan(comfortable)
  await page.locator("html[data-mantine-color-scheme='dark']").waitFor()
})

test('snippets name this server, and pages fit a phone', async () => {
  const page = await story.signedIn('/settings/api', { viewport: { width: 390, height: 844 } })
  const snippet = page.getByLabel('Sign in with the command line', { exact: true })
  await expect.poll(() => snippet.textContent()).toContain(`setec-manager login --server ${story.url}`)
  await story.axe(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(wide).toBe(false)
})

test('gateways are told with what is to be copied, and what is not there is said', async () => {
  const page = await story.signedIn('/settings/gateways', { viewport: { width: 390, height: 844 } })
  const { host, port } = story.backend.nameServer
  const bind = page.getByLabel('Secondary with BIND', { exact: true })
  await bind.waitFor()
  await expect.poll(() => bind.textContent()).toContain(`primaries { ${host} port ${port}; };`)
  await page.getByText('Knot DNS', { exact: true }).click()
  const knot = page.getByLabel('Secondary with Knot DNS', { exact: true })
  await knot.waitFor()
  await expect.poll(() => knot.textContent()).toContain(`address: ${host}@${port}`)
  await expect
    .poll(() => page.getByLabel('Credit with Shell', { exact: true }).textContent())
    .toContain(`endpoint=${story.url}/modules/addons/DomainsReseller/api/index.php`)
  await page.getByText('Not served yet').waitFor()
  // The chosen page is in sight among the others.
  const link = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Gateways' })
  const place = await link.boundingBox()
  expect(place && place.x >= 0 && place.x + place.width <= 390).toBe(true)
  await story.axe(page)
})

test('a read-only user is told why there are no users to see', async () => {
  const page = await story.signedIn('/settings/users', { as: 'viewer' })
  await page.getByText('Only administrators see this').waitFor()
  await story.axe(page)
})

test('the name server tells where it listens and what it serves', async () => {
  const page = await story.signedIn('/settings/nameserver', { as: 'viewer' })
  const { host, port } = story.backend.nameServer
  await page.getByText(`${host}:${port}`).waitFor()
  await page.getByRole('row', { name: /demo\.test.*Served/ }).waitFor()
  await story.axe(page)
})

test('pages that the server has nothing for are not offered', async () => {
  const page = await story.signedIn('/settings/no-such-page')
  await page.getByText('There are no such settings').waitFor()
})
