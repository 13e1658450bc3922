// Purchases at the reseller, followed to their ends. In a file of its own: what other stories ask of that
// account counts against the same limit of calls.
import type { Page } from 'playwright-core'
import { expect, test, useStory } from './harness'
import { synced } from './synced'

const story = useStory()

interface Domain {
  name: string
  status: string
  expires_at: string
  nameservers: string[]
}
interface Order {
  kind: string
  state: string
}

/** The end of an order may be some questions to the provider away. */
const PATIENCE = { timeout: 90_000 }

const upstream = (name: string) => story.api<Domain>('GET', `/api/hosting/providers/hostraha/domains/${name}`)

const orders = async (name: string) =>
  (await story.api<Order[]>('GET', `/api/hosting/orders?target=${encodeURIComponent(name)}`)).map(
    ({ kind, state }) => `${kind} ${state}`,
  )

async function choose(page: Page, name: string, account: string) {
  await page.getByRole('textbox', { name: 'Names' }).fill(name)
  await page.getByRole('button', { name: 'Show prices' }).click()
  await page.getByRole('button', { name: `Choose ${name} at ${account}` }).click()
  await page.getByRole('heading', { level: 1, name: `Transfer ${name}` }).waitFor()
}

test('several domains are renewed after their prices were shown', async () => {
  await synced(story)
  const page = await story.signedIn('/domains?account=hostraha')
  for (const name of [/fjellvann\.eu/, /tinkerlab\.dev/])
    await page.getByRole('row', { name }).getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Renew', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Renew 2 domains' })
  await dialog.getByRole('row', { name: /fjellvann\.eu.*€8\.90/ }).waitFor()
  await dialog.getByRole('row', { name: /tinkerlab\.dev.*€16\.90/ }).waitFor()
  await dialog.getByRole('button', { name: 'Renew 2 for €25.80' }).click()
  await dialog.getByText('2 domains renewed for €25.80').waitFor()
  await expect.poll(() => dialog.getByText('Completed').count()).toBe(2)
})

test('a domain is restored out of redemption, fee and all', async () => {
  await synced(story)
  const name = 'winterhaven-inn.com'
  const page = await story.signedIn(`/domains/hostraha/${name}`)
  await page.getByText('In redemption').waitFor()
  await page.getByText(/^today, ended \d+ days ago$/).waitFor({ state: 'attached' })
  await page.getByRole('img', { name: /Today is .*redemption until/ }).waitFor()
  await story.axe(page)
  await page.getByRole('button', { name: 'Restore' }).click()
  const dialog = page.getByRole('dialog', { name: `Restore ${name}` })
  await dialog.getByText('Restore of winterhaven-inn.com').waitFor()
  await story.axe(page)
  // A renewal of 13.75 and the fee of 80.
  await dialog.getByRole('button', { name: 'Buy for €93.75' }).dblclick()
  await dialog.getByText('Done', { exact: true }).waitFor(PATIENCE)
  expect(await orders(name)).toEqual(['restore_domain completed'])
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Renew' }).waitFor()
  await expect.poll(() => page.getByText('In redemption').count()).toBe(0)
  const { status, expires_at: expires } = await upstream(name)
  expect(status).toBe('active')
  expect(Date.parse(expires)).toBeGreaterThan(Date.now())
})

test('prices of a transfer stand side by side, with what stands against it', async () => {
  await synced(story)
  const page = await story.signedIn('/domains/transfer?q=granite-peak.com,nordlund-studio.com,nobody-has-this.com,x.zz')
  await page
    .getByRole('row', { name: /granite-peak\.com/ })
    .getByText('€13.75')
    .first()
    .waitFor()
  await page
    .getByRole('row', { name: /nordlund-studio\.com/ })
    .getByText('in this account already')
    .first()
    .waitFor()
  await page
    .getByRole('row', { name: /nobody-has-this\.com/ })
    .getByText('not registered yet')
    .first()
    .waitFor()
  await page.getByRole('row', { name: /x\.zz/ }).getByText('does not sell .zz').first().waitFor()
  await story.axe(page)
  await page.getByRole('textbox', { name: 'Names' }).fill('granite')
  await page.getByRole('button', { name: 'Show prices' }).click()
  await page.getByText('Whole names, such as example.com').waitFor()
})

test('a transfer is followed from the code to the domain that has arrived', async () => {
  await synced(story)
  const name = 'granite-peak.com'
  const page = await story.signedIn('/domains/transfer')
  await choose(page, name, 'hostraha')
  await page.getByText(/Filled in from/).waitFor()
  await page.getByLabel('Transfer code').fill('Gr4n!te&Peak')
  await page.getByRole('textbox', { name: 'Name servers' }).fill('ns1.example.net\nns2.example.net')
  await page.getByRole('button', { name: 'Get the price' }).click()
  await page.getByRole('heading', { name: 'Agree and buy' }).waitFor()
  await page.getByRole('button', { name: 'Buy for €13.75' }).dblclick()
  // The losing registrar takes its time.
  await page.getByText('Under way', { exact: true }).first().waitFor()
  await page.getByText(/has taken the transfer/).waitFor()
  await expect.poll(() => page.getByText('Nobody knows yet').count()).toBe(0)
  const under = await orders(name)
  expect(under).toHaveLength(1)
  await page.reload()
  await page.getByText('Done', { exact: true }).waitFor(PATIENCE)
  expect(await orders(name)).toEqual(['transfer_domain completed'])
  expect(page.url()).not.toContain('Peak')
  await page.getByRole('link', { name: `Open ${name}` }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('tab', { name: 'Transfer' }).click()
  await page.getByText('Completed').waitFor()
  const { status, nameservers } = await upstream(name)
  expect([status, ...nameservers]).toEqual(['active', 'ns1.example.net', 'ns2.example.net'])
})

test('a transfer with a wrong code fails, says why, and the code is kept nowhere', async () => {
  await synced(story)
  const page = await story.signedIn('/domains/transfer')
  await choose(page, 'example.org', 'hostraha')
  await page.getByText(/Filled in from/).waitFor()
  const code = page.getByLabel('Transfer code')
  await code.fill('wrong-code-4711')
  await page.getByRole('button', { name: 'Get the price' }).click()
  await page.getByText(/give those that the domain has/).waitFor()
  await page.getByRole('textbox', { name: 'Name servers' }).fill('ns1.example.net\nns2.example.net')
  await story.axe(page)
  await page.getByRole('button', { name: 'Get the price' }).click()
  await page.getByRole('heading', { name: 'Agree and buy' }).waitFor()
  await expect.poll(() => code.inputValue()).toBe('')
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await page.getByText('It was not carried out').waitFor(PATIENCE)
  await page
    .getByText(/Invalid authorization information/)
    .first()
    .waitFor()
  expect(await orders('example.org')).toEqual(['transfer_domain failed'])
  expect(page.url()).not.toContain('4711')
  await page.getByRole('button', { name: 'Back to the form' }).click()
  await expect.poll(() => code.inputValue()).toBe('')
})
