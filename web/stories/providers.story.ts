import type { Page } from 'playwright-core'
import { expect, test, useStory, VENDOR_TOKEN } from './harness'

const story = useStory()

/** The simulator's own address, whatever stands before it now. */
async function vendorUrl(): Promise<string> {
  return (await story.vendor()).url
}

async function addHostinger(page: Page) {
  await page.getByRole('link', { name: 'Hostinger', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Hostinger' }).waitFor()
}

test('Hosting Providers, Hostinger, API Key, Test Connection, Save Configuration', async () => {
  const url = await vendorUrl()
  const page = await story.signedIn('/')
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Hosting Providers' }).click()
  await page.getByRole('heading', { level: 1, name: 'Hosting Providers' }).waitFor()
  await story.axe(page)
  await addHostinger(page)
  await page.getByRole('region', { name: 'Where the key is' }).getByText('Sign in to hPanel').waitFor()
  await page.getByLabel('API Key').fill(VENDOR_TOKEN)
  await page.getByLabel('API URL').fill(url)
  await page.getByRole('button', { name: 'Test Connection' }).click()
  const success = page.getByRole('status').filter({ hasText: 'Connection successful' })
  await success.waitFor()
  await expect.poll(() => success.textContent()).toContain('Nothing is saved yet')
  await story.axe(page)
  await page.getByRole('button', { name: 'Save Configuration' }).click()
  await page.getByRole('heading', { level: 1, name: 'hostinger-2' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/providers/hostinger-2')

  // The key is kept and never sent back; the page has nothing of it.
  const key = page.getByLabel('API Key')
  await expect.poll(() => key.getAttribute('placeholder')).toBe('saved')
  await expect.poll(() => key.inputValue()).toBe('')
  expect(await page.content()).not.toContain(VENDOR_TOKEN)
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  expect(stored).not.toContain(VENDOR_TOKEN)
  await story.axe(page)
})

test.for([
  ['wrong-token', /refused the key/, /does not accept the API key/i],
  ['expired-token', /has expired/, /make a new one/i],
  ['blocked', /blocks this server/, /does not let this server in/i],
  ['down', /cannot be reached/, /cannot be reached/i],
] as const)('a test with the fault %s says what is wrong, and nothing is stored', async ([fault, title, words]) => {
  const vendor = await story.vendor()
  const page = await story.signedIn('/providers/add/hostinger')
  await page.getByLabel('Account name').fill(`never-${fault}`)
  await page.getByLabel('API Key').fill('a-token-of-somebody')
  await page.getByLabel('API URL').fill(vendor.url)
  vendor.fault(fault)
  await page.getByRole('button', { name: 'Test Connection' }).click()
  const alert = page.getByRole('alert').filter({ hasText: title })
  await alert.waitFor({ timeout: 30_000 })
  await expect.poll(() => alert.textContent()).toMatch(words)
  expect(await alert.textContent()).not.toContain('a-token-of-somebody')
  const accounts = await story.api<{ name: string }[]>('GET', '/api/hosting/providers')
  expect(accounts.map((account) => account.name)).not.toContain(`never-${fault}`)
})

test('a name that is taken and an empty key are told at their fields', async () => {
  const page = await story.signedIn('/providers/add/hostinger')
  await page.getByLabel('Account name').fill('hostinger')
  await page.getByRole('button', { name: 'Save Configuration' }).click()
  await page.getByText('There is an account named hostinger already').waitFor()
  await page.getByText('API Key is required').waitFor()
})

test('what is not saved is seen, and leaving asks', async () => {
  const page = await story.signedIn('/providers/hostinger')
  const save = page.getByRole('button', { name: 'Save Configuration' })
  await expect.poll(() => save.getAttribute('aria-disabled')).toBe('true')
  await page.getByLabel('Host name suffix').fill('example.net')
  await page.getByText('Unsaved changes').waitFor()
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Orders' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await save.click()
  await page.getByText('Configuration saved').waitFor()
  await expect.poll(() => page.getByText('Unsaved changes').count()).toBe(0)
  await page.reload()
  await expect.poll(() => page.getByLabel('Host name suffix').inputValue()).toBe('example.net')
})

test('accounts are searched and filtered, and the address keeps it', async () => {
  const page = await story.signedIn('/providers')
  const cards = page.getByRole('article')
  await page.getByRole('article', { name: 'Account local' }).waitFor()
  await page.getByRole('searchbox', { name: 'Search accounts' }).fill('hostr')
  await expect.poll(() => cards.count()).toBe(1)
  await page.waitForURL(/q=hostr/)
  await page.reload()
  await page.getByRole('article', { name: 'Account hostraha' }).waitFor()
  await expect.poll(() => cards.count()).toBe(1)
  await page.getByRole('button', { name: 'State', exact: true }).click()
  await page.getByRole('checkbox', { name: /In trouble/ }).check()
  await page.keyboard.press('Escape')
  await page.getByText('No account fits').waitFor()
  await story.axe(page)
  await page.getByRole('button', { name: 'Show all accounts' }).click()
  await page.getByRole('article', { name: 'Account local' }).waitFor()
})

test('an account leads to what is in it', async () => {
  const page = await story.signedIn('/providers/hostraha')
  await page
    .getByRole('region', { name: 'What is there' })
    .getByRole('link', { name: /DNS zones/ })
    .click()
  await page.waitForURL('**/dns?account=hostraha')
  await page
    .getByRole('row', { name: /hostraha/ })
    .first()
    .waitFor()
})

test('an account is removed only by its name', async () => {
  await story.api('POST', '/api/hosting/providers/client-a/configure', {
    driver: 'hostinger',
    api_key: VENDOR_TOKEN,
    base_url: await vendorUrl(),
  })
  const page = await story.signedIn('/providers')
  await page.getByRole('link', { name: 'client-a', exact: true }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove client-a?' })
  const remove = dialog.getByRole('button', { name: 'Remove account' })
  await expect.poll(() => remove.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('client')
  await expect.poll(() => remove.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('client-a')
  await story.axe(page, '[role=dialog]')
  await remove.click()
  await page.getByRole('heading', { level: 1, name: 'Hosting Providers' }).waitFor()
  await expect.poll(() => page.getByRole('link', { name: 'client-a', exact: true }).count()).toBe(0)
})

test('a read-only user sees why nothing can be changed, also on a phone', async () => {
  const page = await story.signedIn('/providers/hostinger', { as: 'viewer', viewport: { width: 390, height: 844 } })
  for (const name of ['Test Connection', 'Remove']) {
    const button = page.getByRole('button', { name })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    const reason = await button.getAttribute('aria-describedby')
    await expect.poll(() => page.locator(`[id="${reason}"]`).textContent()).toContain('may only look')
  }
  await expect.poll(() => page.getByLabel('API Key').isDisabled()).toBe(true)
  await story.axe(page)
})
