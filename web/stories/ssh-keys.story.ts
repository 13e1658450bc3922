import { expect, test, useStory, VENDOR_TOKEN } from './harness'

const story = useStory()
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS maja@laptop'

test('a key is added to several accounts; the one that refuses is named and can be tried again', async () => {
  const vendor = await story.vendor()
  const real = await story.api<{ base_url: string }>('GET', '/api/hosting/providers/hostraha')
  // A second account at the same simulator, past the proxy with the faults.
  await story.api('POST', '/api/hosting/providers/client-b/configure', {
    driver: 'hostinger',
    api_key: VENDOR_TOKEN,
    base_url: new URL(real.base_url).origin,
  })
  const page = await story.signedIn('/ssh-keys')
  await page.getByRole('row', { name: /deploy-key.*client-b/ }).waitFor()
  await story.axe(page)
  await page.getByRole('button', { name: 'Add key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an SSH key' })
  await dialog.getByLabel('Public key').fill('-----BEGIN OPENSSH PRIVATE KEY-----')
  await dialog.getByText(/This is a private key/).waitFor()
  await dialog.getByLabel('Public key').fill(KEY)
  await dialog.getByText(/^SHA256:/).waitFor()
  await expect.poll(() => dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('maja@laptop')
  await dialog.getByRole('checkbox', { name: 'hostinger', exact: true }).check()
  await dialog.getByRole('checkbox', { name: 'client-b' }).check()
  await story.axe(page, '[role=dialog]')
  vendor.fault('error', { path: 'public-keys', method: 'POST' })
  await dialog.getByRole('button', { name: 'Add key' }).click()
  const results = dialog.getByRole('list', { name: 'Results' })
  await results.getByLabel('failed').waitFor({ timeout: 30_000 })
  await results.getByLabel('done').waitFor()
  vendor.heal()
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await dialog.waitFor({ state: 'hidden', timeout: 15_000 })
  await page.getByRole('row', { name: /maja@laptop/ }).waitFor()
})

test('a key is deleted from one account, and the link to it can be shared', async () => {
  const page = await story.signedIn('/ssh-keys')
  await page.getByRole('row', { name: /old-build-server/ }).click()
  const drawer = page.getByRole('dialog', { name: 'old-build-server' })
  await drawer.getByText(/^SHA256:/).waitFor()
  expect(page.url()).toContain('open=')
  await story.axe(page)
  await drawer.getByRole('button', { name: 'Delete from hostinger', exact: true }).click()
  await page.getByRole('dialog', { name: 'Delete the key?' }).getByRole('button', { name: 'Delete key' }).click()
  await page.getByText('The key is deleted').waitFor()
})

test('a read-only user sees the keys and why none can be added', async () => {
  const page = await story.signedIn('/ssh-keys', { as: 'viewer', viewport: { width: 390, height: 844 } })
  await page.getByRole('row', { name: /deploy-key/ }).waitFor()
  expect(await page.getByRole('button', { name: 'Add key' }).getAttribute('aria-disabled')).toBe('true')
  await story.axe(page)
})
