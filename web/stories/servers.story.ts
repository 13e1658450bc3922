import type { Page } from 'playwright-core'
import { expect, test, useStory } from './harness'

const story = useStory()
const SERVER = '894670'

async function fillOrder(page: Page, hostname: string) {
  await page.getByRole('radio', { name: 'Frankfurt' }).click()
  await page.getByRole('radio', { name: /^KVM 2,/ }).click()
  await page.getByRole('combobox', { name: 'Operating system' }).click()
  await page.getByRole('option', { name: 'Debian 12', exact: true }).click()
  await page.getByLabel('Host name').fill(hostname)
}

test('the servers of all accounts are one list, searched and filtered', async () => {
  const page = await story.signedIn('/servers')
  const grid = page.getByRole('grid', { name: 'Servers' })
  await grid.getByRole('row', { name: /production-1/ }).waitFor()
  // The names that point at a server stand below its own, as soon as the zones were looked through.
  await grid
    .getByRole('note', { name: 'Names that point at production-1' })
    .getByText('example.com')
    .waitFor({ timeout: 90_000 })
  await page.getByRole('searchbox').fill('198.51.100.40')
  await expect.poll(() => grid.getByRole('row').count()).toBe(2)
  await grid.getByRole('row', { name: /staging\.nordlund-studio\.com.*Stopped/ }).waitFor()
  await page.getByRole('searchbox').fill('')
  await story.axe(page)
})

test('a server is ordered, from the form to its name in the DNS; a double click buys once', async () => {
  await story.vendor()
  const page = await story.signedIn('/servers/new')
  await fillOrder(page, 'web-9.kestrel-labs.com')
  const names = page.getByRole('combobox', { name: 'DNS names' })
  await names.fill('web-9.kestrel-labs.com')
  await names.press('Enter')
  await page.getByRole('button', { name: 'Make one' }).click()
  await story.axe(page)
  await page.getByRole('button', { name: 'Get the price' }).click()
  const dialog = page.getByRole('dialog', { name: 'Order this server?' })
  await dialog.getByText('$11.99').first().waitFor()
  await story.axe(page, '[role=dialog]')
  await dialog.getByRole('button', { name: /Buy for/ }).dblclick()
  await page.getByRole('heading', { level: 1, name: 'New server' }).waitFor()
  await page.getByText('has carried it out for').waitFor()

  const vendor = await story.vendor()
  const orders = vendor.requests.filter((line) => line.startsWith('POST') && line.includes('virtual-machines'))
  expect(orders).toHaveLength(1)
  expect(page.url()).not.toMatch(/password/i)

  const review = page.getByRole('button', { name: 'Review' })
  await expect.poll(() => review.getAttribute('aria-disabled'), { timeout: 30_000 }).toBeNull()
  await review.click()
  const plan = page.getByRole('dialog', { name: 'Changes to kestrel-labs.com' })
  await plan.getByRole('list', { name: 'Changes' }).getByText('web-9').first().waitFor()
  await plan.getByRole('button', { name: /^Apply/ }).click()
  await page.getByText(/kestrel-labs.com: \d changes? applied/).waitFor()
})

test('what the order lacks is told at its fields, and a bad password before anything is asked', async () => {
  const page = await story.signedIn('/servers/new?plan=kvm-1')
  await page.getByLabel('Root password').fill('short')
  await page.getByRole('button', { name: 'Get the price' }).click()
  await page.getByText('Choose a region').waitFor()
  await page.getByText('Choose a system', { exact: true }).last().waitFor()
  await page.getByText('Give it a host name').waitFor()
  await page.getByText(/It needs 12 characters/).waitFor()
})

test('a server is restarted after a question, and its end is told', async () => {
  const page = await story.signedIn(`/servers/hostinger/${SERVER}`)
  await story.axe(page)
  await page.getByRole('button', { name: 'Restart' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click()
  await page.getByText('Restart is under way').waitFor()
  await page.getByText('Restart: done').waitFor({ timeout: 30_000 })
})

test('with the vendor down, a power action fails in its dialog', async () => {
  const vendor = await story.vendor()
  const page = await story.signedIn('/servers/hostinger/901244')
  await page.getByRole('button', { name: 'Stop' }).click()
  vendor.fault('down', { method: 'POST' })
  const dialog = page.getByRole('dialog', { name: /^Stop/ })
  await dialog.getByRole('button', { name: 'Stop' }).click()
  const alert = dialog.getByRole('alert')
  await alert.waitFor({ timeout: 30_000 })
  await expect.poll(() => alert.textContent()).toMatch(/nobody knows yet whether it was carried out/)
})

test('an account that fails is named, the others are shown', async () => {
  const vendor = await story.vendor()
  vendor.fault('error', { path: 'virtual-machines' })
  const page = await story.signedIn('/servers')
  await page.getByText('The servers of hostinger are not shown').waitFor({ timeout: 30_000 })
  vendor.heal()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('row', { name: /production-1/ }).waitFor()
})

test('metrics, backups, firewall and settings of a server; restoring needs its name', async () => {
  const page = await story.signedIn(`/servers/hostinger/${SERVER}?tab=metrics`)
  await page.getByRole('img', { name: /^Processor, last 24 hours/ }).waitFor()
  await page.getByText('7 days').click()
  await page.getByRole('img', { name: /^Processor, last 7 days/ }).waitFor()
  expect(page.url()).toContain('range=7d')
  await story.axe(page)
  await page.getByRole('tab', { name: 'Backups' }).click()
  await page.getByRole('button', { name: 'Restore the snapshot' }).click()
  const dialog = page.getByRole('dialog')
  const restore = dialog.getByRole('button', { name: 'Restore' })
  await expect.poll(() => restore.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('production-1')
  await expect.poll(() => restore.isEnabled()).toBe(true)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('tab', { name: 'Firewall' }).click()
  await page.getByRole('button', { name: 'Delete SSH (22) from 192.0.2.0/24' }).click()
  await page.getByText(/After that nobody can sign in by SSH/).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await story.axe(page)
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Install anew' }).waitFor()
  await story.axe(page)
})

test('a read-only user may look and not touch', async () => {
  const page = await story.signedIn('/servers', { as: 'viewer' })
  const create = page.getByText('Create server').locator('xpath=ancestor::*[@aria-disabled][1]')
  expect(await create.getAttribute('aria-disabled')).toBe('true')
  await page.goto(`${story.url}/servers/hostinger/${SERVER}`)
  const stop = page.getByRole('button', { name: 'Stop' })
  await stop.waitFor()
  expect(await stop.getAttribute('aria-disabled')).toBe('true')
  await story.axe(page)
})
