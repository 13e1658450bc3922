import type { Page } from 'playwright-core'
import { expect, test, useStory } from './harness'

const story = useStory()

interface Synced {
  domains: { name: string; tags: string[] }[]
}

const domains = (tag: string) => story.api<Synced>('GET', `/api/hosting/domains?tag=${encodeURIComponent(tag)}`)

async function synced() {
  await story.api('POST', '/api/hosting/domains/sync')
  await expect
    .poll(async () => (await story.api<Synced>('GET', '/api/hosting/domains')).domains.map((one) => one.name), {
      timeout: 60_000,
    })
    .toContain('example.com')
}

/** Puts tags into the input of that name. */
async function type(page: Page, label: string, ...tags: string[]) {
  const input = page.getByRole('dialog').getByRole('combobox', { name: label, exact: true })
  for (const tag of tags) {
    await input.fill(tag)
    await input.press('Enter')
  }
}

test('what is no tag is refused with the rule; a domain’s tag shows in another browser by itself', async () => {
  await synced()
  const other = await story.signedIn('/domains?q=example.com&tag=client%3Aacme')
  await other.getByText('Nothing matches').waitFor()
  const page = await story.signedIn('/domains/hostinger/example.com')
  await page.getByRole('button', { name: 'Add tags' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tags' })
  await type(page, 'Tags', 'Acme!')
  await dialog.getByRole('button', { name: 'Save tags' }).click()
  await dialog.getByText(/'Acme!' is no tag: 1 to 40 lower-case letters/).waitFor()
  await story.axe(page, '[role=dialog]')
  await dialog.getByRole('combobox', { name: 'Tags', exact: true }).press('Backspace')
  await type(page, 'Tags', 'client:acme')
  await dialog.getByRole('button', { name: 'Save tags' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('group', { name: 'Tags' }).getByText('client:acme').waitFor()
  await page.getByRole('button', { name: 'Edit tags' }).waitFor()
  await story.axe(page)

  const row = other.getByRole('grid', { name: 'Domains' }).getByRole('row', { name: /example\.com/ })
  await row.getByText('client:acme').waitFor()
  await story.axe(other)
})

test('many domains get a tag and lose one, as the dialog says before; the filter is in the URL', async () => {
  await synced()
  const page = await story.signedIn('/domains?q=copperline')
  const grid = page.getByRole('grid', { name: 'Domains' })
  for (const name of [/copperline-logistics\.com/, /copperline-tracking\.io/]) {
    await grid.getByRole('row', { name }).getByRole('checkbox').check()
  }
  await page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Tags' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tags of 2 domains' })
  await type(page, 'Add', 'review')
  await type(page, 'Remove', 'client:copperline')
  await dialog.getByText('review is added to 2 of 2').waitFor()
  await dialog.getByText('client:copperline is taken from 1 of 2').waitFor()
  await story.axe(page, '[role=dialog]')
  await dialog.getByRole('button', { name: 'Change tags' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const tagged = await domains('review')
  expect(tagged.domains.map((one) => [one.name, one.tags])).toEqual([
    ['copperline-logistics.com', ['review']],
    ['copperline-tracking.io', ['review']],
  ])

  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  await page.getByRole('checkbox', { name: /^review/ }).check()
  await expect.poll(() => page.url()).toContain('tag=review')
  await page.reload()
  await grid.getByRole('row', { name: /copperline-tracking\.io/ }).waitFor()
  await expect.poll(() => grid.getByRole('row', { name: /copperline\.dev/ }).count()).toBe(0)
})

test('zones are tagged and filtered by tag and provider, on a phone too', async () => {
  const page = await story.signedIn('/dns/local/demo.test', { viewport: { width: 390, height: 844 } })
  await page.getByRole('button', { name: 'Add tags' }).click()
  await type(page, 'Tags', 'internal', 'team:web')
  await page.getByRole('dialog').getByRole('button', { name: 'Save tags' }).click()
  await page.getByRole('group', { name: 'Tags' }).getByText('team:web').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.goto(new URL('/dns?tag=internal', page.url()).href)
  const row = page.getByRole('grid', { name: 'Zones' }).getByRole('row', { name: /demo\.test/ })
  await row.getByText('team:web').waitFor()
  await story.axe(page)
  await page.goto(new URL('/dns?provider=Hostinger&tag=internal', page.url()).href)
  await page.getByText('Nothing matches').waitFor()
})

test('servers show their tags; who may only look sees them, and why there is nothing to press', async () => {
  const page = await story.signedIn('/servers?tag=client%3Akestrel', { as: 'viewer' })
  const row = page.getByRole('grid', { name: 'Servers' }).getByRole('row', { name: /db\.kestrel-robotics\.io/ })
  await row.getByText('client:kestrel').waitFor()
  await row.getByRole('checkbox').check()
  const bulk = page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Tags' })
  expect(await bulk.getAttribute('aria-disabled')).toBe('true')
  await story.axe(page)
  await row.getByRole('link').first().click()
  await page.getByRole('group', { name: 'Tags' }).getByText('client:kestrel').waitFor()
  const edit = page.getByRole('button', { name: 'Edit tags' })
  expect(await edit.getAttribute('aria-disabled')).toBe('true')
  const reason = await edit.getAttribute('aria-describedby')
  await expect.poll(() => page.locator(`[id="${reason}"]`).textContent()).toMatch(/\w+ \w+/)
  await story.axe(page)
})

test('a tag finds what bears it in the command palette', async () => {
  await synced()
  const page = await story.signedIn('/')
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('textbox').fill('client:kestrel')
  await palette
    .getByRole('button', { name: /kestrelrobotics\.dev.*tagged client:kestrel/ })
    .first()
    .waitFor()
})
