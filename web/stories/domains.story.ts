import type { Page } from 'playwright-core'
import { expect, PASSWORD, test, useStory } from './harness'
import { synced } from './synced'

const story = useStory()

interface Order {
  id: string
  state: string
  target: string
}

const orders = (target: string) => story.api<Order[]>('GET', `/api/hosting/orders?target=${encodeURIComponent(target)}`)

/** From the search to the quote of a name at an account. */
async function quoted(page: Page, name: string, account: string) {
  await page.getByRole('textbox', { name: 'Names' }).fill(name)
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('button', { name: `Choose ${name} at ${account}` }).click()
  await page.getByRole('heading', { level: 1, name: `Register ${name}` }).waitFor()
  if (account === 'hostraha') await page.getByText(/Filled in from/).waitFor()
  await page.getByRole('button', { name: 'Get the price' }).click()
  await page.getByRole('heading', { name: 'Agree and buy' }).waitFor()
}

test('all domains stand in one table, and a view is in the URL', async () => {
  const { domains } = await synced(story)
  const page = await story.signedIn('/domains')
  await page.getByRole('grid', { name: 'Domains' }).waitFor()
  await page.getByText(String(domains.length), { exact: true }).first().waitFor()
  await page.getByRole('button', { name: /Expiring in 30 days/ }).click()
  await expect.poll(() => page.url()).toContain('expiring=30d')
  await page.getByRole('row', { name: /harborline-freight\.net/ }).waitFor()
  await expect.poll(() => page.getByRole('row', { name: /nordlund-studio\.com/ }).count()).toBe(0)
  await story.axe(page)
  await page.reload()
  await page.getByRole('row', { name: /harborline-freight\.net/ }).click()
  await page.getByRole('heading', { level: 1, name: 'harborline-freight.net' }).waitFor()
  await page.getByRole('img', { name: /Today is .* redemption until/ }).waitFor()
  await story.axe(page)
})

test('a domain is registered, and a double click buys it once', async () => {
  await synced(story)
  const page = await story.signedIn('/domains/register')
  await quoted(page, 'story-harbour.com', 'hostraha')
  await story.axe(page)
  await page.getByText(/Paid from the account’s credit/).waitFor()
  await page.getByRole('button', { name: /^Buy for/ }).dblclick()
  await page.getByText('Done', { exact: true }).waitFor()
  const bought = await orders('story-harbour.com')
  expect(bought.map((order) => order.state)).toEqual(['completed'])
  // A reload shows the same order, and orders nothing.
  await page.reload()
  await page.getByText('Done', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Open story-harbour.com' }).click()
  await page.getByRole('heading', { level: 1, name: 'story-harbour.com' }).waitFor()
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('link', { name: /registration of story-harbour\.com/ }).waitFor()
  expect(await orders('story-harbour.com')).toHaveLength(1)
})

test('a taken name cannot be chosen', async () => {
  const page = await story.signedIn('/domains/register?q=google.com')
  const row = page.getByRole('row', { name: /google\.com/ })
  await row.getByText('taken').first().waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Choose google.com at hostinger' }).count()).toBe(0)
  await story.axe(page)
})

test('an incomplete contact is refused field by field, and nothing is ordered', async () => {
  await synced(story)
  const page = await story.signedIn('/domains/register?domain=story-nobody.com&account=hostraha')
  await page.getByText(/Filled in from/).waitFor()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('nobody')
  await page.getByRole('textbox', { name: 'City' }).fill('')
  await page.getByRole('button', { name: 'Get the price' }).click()
  await page.getByText('Not an e-mail address').waitFor()
  await page.getByText('It is required').waitFor()
  expect(await orders('story-nobody.com')).toEqual([])
})

test('an order above the limit waits for another administrator', async () => {
  const { id } = await story.api<{ id: string }>('GET', '/api/auth/status').then((status) => {
    return (status as unknown as { user: { id: string } }).user
  })
  await story.api('POST', '/api/users', { name: 'chief', password: PASSWORD, role: 'admin' })
  const { body } = await story.backend.call<{ token: string }>('POST', '/api/auth/login', {
    username: 'chief',
    password: PASSWORD,
  })
  const limit = (limits: unknown[]) =>
    story.backend.call('PUT', `/api/users/${id}/spending-limits`, { limits }, body.token)
  expect((await limit([{ currency: 'USD', day: 500, month: 500 }])).status).toBe(200)
  try {
    const page = await story.signedIn('/domains/register')
    await quoted(page, 'story-limit.com', 'hostinger')
    await page.getByText(/above your limit of .*5\.00 per day/).waitFor()
    await page.getByRole('button', { name: /^Order for/ }).click()
    await page.getByText('It waits for approval').waitFor()
    const [order] = await orders('story-limit.com')
    expect(order?.state).toBe('confirmed')
  } finally {
    await limit([])
  }
})

test('an order whose answer is lost says that nobody knows', async () => {
  const vendor = await story.vendor()
  const page = await story.signedIn('/domains/register')
  await quoted(page, 'story-lost.com', 'hostinger')
  vendor.fault('down', { path: '/domains/v1/portfolio', method: 'POST' })
  await page.getByRole('button', { name: /^Buy for/ }).click()
  await page.getByText('Nobody knows yet whether it was carried out').waitFor()
  await page.getByText(/Do not order it again/).waitFor()
  expect(await orders('story-lost.com')).toHaveLength(1)
})

test('who may only look can neither buy nor change', async () => {
  await synced(story)
  const page = await story.signedIn('/domains/register?q=story-look.com', { as: 'viewer' })
  const choose = page.getByRole('button', { name: 'Choose story-look.com at hostraha' })
  await choose.waitFor()
  expect(await choose.getAttribute('aria-disabled')).toBe('true')
  await page.getByText('Your account may only look').first().waitFor({ state: 'attached' })
  await page.goto(`${story.url}/domains/hostraha/nordlund-studio.com`)
  await expect.poll(() => page.getByRole('switch', { name: 'Registrar lock' }).isDisabled()).toBe(true)
  await page.getByRole('tab', { name: 'Transfer' }).click()
  expect(await page.getByRole('button', { name: 'Get the code' }).getAttribute('aria-disabled')).toBe('true')
})

test('a provider that is down is named, with what was last seen', async () => {
  await synced(story)
  const vendor = await story.vendor()
  vendor.fault('down')
  const page = await story.signedIn('/domains/hostinger/eklund-legal.com')
  const alert = page.getByRole('alert')
  await alert.getByText(/Request/).waitFor()
  await page.getByRole('heading', { name: 'As it was last seen' }).waitFor()
  vendor.heal()
  await alert.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'Life line' }).waitFor()
})

test('the transfer code is shown once and kept nowhere', async () => {
  const page = await story.signedIn('/domains/hostraha/nordlund-studio.com?tab=transfer')
  await page.getByRole('button', { name: 'Get the code' }).click()
  const dialog = page.getByRole('dialog')
  const answer = page.waitForResponse((response) => response.url().endsWith('/auth-code'))
  await dialog.getByRole('button', { name: 'Request the code' }).click()
  const { auth_code: code } = (await (await answer).json()) as { auth_code: string }
  expect(code.length).toBeGreaterThan(3)
  await dialog.getByText('It is shown only now').waitFor()
  await expect.poll(() => page.getByText(code).count()).toBe(0)
  await dialog.getByRole('button', { name: 'Show transfer code' }).click()
  await dialog.getByText(code).waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(code)
  expect(page.url()).not.toContain(code)
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  expect(stored).not.toContain(code)
})

test('what an account cannot renew says why', async () => {
  await synced(story)
  const page = await story.signedIn('/domains?q=eklund-legal.com')
  await page
    .getByRole('row', { name: /eklund-legal\.com/ })
    .getByRole('checkbox')
    .click()
  await page.getByRole('button', { name: 'Renew', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/No price: .*renews subscriptions, and does not say which one pays for/).waitFor()
  await expect.poll(() => dialog.getByRole('button', { name: 'Renew', exact: true }).isDisabled()).toBe(true)
})

test('a domain that was bought elsewhere renews once its subscription is chosen', async () => {
  const vendor = await story.vendor()
  const page = await story.signedIn('/domains/hostinger/harborandpine.io')
  const renew = page.getByRole('button', { name: 'Renew', exact: true })
  await page
    .getByRole('region', { name: 'Paid by' })
    .getByText(/does not say which one/)
    .waitFor()
  expect(await renew.getAttribute('data-disabled')).toBe('true')
  const panel = page.getByRole('region', { name: 'Paid by' })
  await panel.getByRole('combobox', { name: 'Subscription that pays for it' }).click()
  await page.getByRole('option', { name: /^\.IO Domain · \$59\.99 · until/ }).click()
  await story.axe(page)
  await panel.getByRole('button', { name: 'Save' }).click()
  await panel.getByText('$59.99 / year').waitFor()
  await renew.click()
  const dialog = page.getByRole('dialog', { name: 'Renew 1 domain' })
  await dialog.getByRole('button', { name: 'Renew 1 for $59.99' }).click()
  await dialog.getByText('Completed').waitFor()
  const sent = vendor.requests.filter((request) => request.endsWith('/renew'))
  expect(sent).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()

  await panel.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Forget it' }).click()
  await panel.getByText(/does not say which one/).waitFor()
})

test('locks of many are shown before and after, one refusal stops no other', async () => {
  await synced(story)
  const page = await story.signedIn('/domains?account=hostraha')
  for (const name of [/fjellvann\.eu/, /nordlund-studio\.com/])
    await page.getByRole('row', { name }).getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Lock', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Lock 2 domains' })
  await dialog.getByText('Left as it is: it is locked.').waitFor()
  await dialog.getByRole('button', { name: 'Lock 1 domain' }).click()
  await dialog.getByRole('status').waitFor()
  const text = await dialog.getByRole('status').textContent()
  expect(text).toMatch(/1 domain changed|0 domains changed, 1 refused/)
})

test('name servers are shown struck and new before they are sent', async () => {
  const page = await story.signedIn('/domains/hostraha/sunrise-cafe.co.ke?tab=dns')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Name servers of sunrise-cafe.co.ke' })
  await dialog.getByRole('textbox', { name: 'Name servers' }).fill('ns1.example.net\nns2.example.net')
  await dialog.getByText('What will happen').waitFor()
  await story.axe(page)
  await dialog.getByRole('button', { name: 'Change name servers' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('ns1.example.net').first().waitFor()
})

test('a contact is changed after the difference was shown', async () => {
  const page = await story.signedIn('/domains/hostraha/savanna-tours.africa?tab=contacts')
  await page.getByRole('button', { name: 'Edit tech' }).click()
  const dialog = page.getByRole('dialog', { name: /Tech of/ })
  await dialog.getByRole('checkbox', { name: 'Same as the registrant' }).uncheck()
  await dialog.getByRole('textbox', { name: 'City' }).fill('Mombasa')
  await dialog.getByText('What will change').waitFor()
  await dialog.getByRole('button', { name: 'Save contact' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(/Mombasa/).waitFor()
  await story.axe(page)
})

test('deleting needs the name', async () => {
  const page = await story.signedIn('/domains/hostraha/olivegrove.gr?tab=transfer')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete olivegrove.gr' })
  const button = dialog.getByRole('button', { name: 'Delete the domain' })
  await expect.poll(() => button.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('olivegrove.com')
  await expect.poll(() => button.isDisabled()).toBe(true)
  await story.axe(page)
})

test('five thousand domains are filtered as one types', async () => {
  const domains = Array.from({ length: 5000 }, (_, index) => ({
    account: index % 2 ? 'hostraha' : 'hostinger',
    name: `name-${String(index).padStart(4, '0')}.com`,
    status: 'active',
    expires_at: new Date(Date.now() + index * 86_400_000).toISOString(),
    auto_renew: null,
    locked: true,
    privacy_protection: true,
    nameservers: ['ns1.example.net', 'ns2.example.net'],
    renewal_price: { minor: 999, currency: 'USD' },
    last_synced: new Date().toISOString(),
    checked_at: new Date().toISOString(),
    problem: null,
    tags: [],
  }))
  const page = await story.signedIn('/settings')
  await page.route('**/api/hosting/domains?**', async (route) => {
    const after = new URL(route.request().url()).searchParams.get('after')
    const from = after ? Number(after) : 0
    const next = from + 1000 < domains.length ? String(from + 1000) : null
    await route.fulfill({ json: { domains: domains.slice(from, from + 1000), accounts: [], next } })
  })
  await page.goto(`${story.url}/domains`)
  await page.getByText('5,000', { exact: true }).first().waitFor()
  await page.getByRole('searchbox').pressSequentially('4321')
  await page.getByText('1 of 5,000').waitFor()
  await page.getByRole('row', { name: /name-4321\.com/ }).waitFor()
  await page.getByRole('searchbox').fill('nothing at all')
  await page.getByText('Nothing matches').waitFor()
  await page.getByRole('searchbox').fill('')
  await page.getByText('5,000', { exact: true }).first().waitFor()
  await page.getByRole('checkbox', { name: 'Select all rows' }).click()
  // Prices are asked of the providers: not of thousands at once.
  await page.getByRole('button', { name: 'Renew', exact: true }).click()
  const renewal = page.getByRole('dialog', { name: 'Renew 5,000 domains' })
  await renewal.getByText(/at most 100 at once/).waitFor()
  await renewal.getByRole('button', { name: 'Close' }).last().click()
  await renewal.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Unlock', exact: true }).click()
  const unlocking = page.getByRole('dialog', { name: 'Unlock 5,000 domains' })
  await unlocking.getByText('and 4,800 domains more, 5,000 of 5,000 to be changed').waitFor()
  await expect.poll(() => unlocking.getByRole('row').count()).toBe(201)
})

test('a phone shows the domains as cards', async () => {
  await synced(story)
  const page = await story.signedIn('/domains', { viewport: { width: 390, height: 844 }, scheme: 'dark' })
  await page.getByRole('link', { name: 'example.com', exact: true }).waitFor()
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect(wide).toBe(false)
  await story.axe(page)
})

test('a list that cannot be read to its end says so, and is not asked for again by itself', async () => {
  const page = await story.signedIn('/settings')
  let isBroken = true
  let asked = 0
  await page.route('**/api/hosting/domains?**', async (route) => {
    if (new URL(route.request().url()).searchParams.has('after')) {
      asked += 1
      if (isBroken) return route.fulfill({ status: 500, json: { error: 'the database is away', code: 'internal' } })
      return route.fulfill({ json: { domains: [], accounts: [], next: null } })
    }
    const answer = await route.fetch()
    await route.fulfill({ json: { ...((await answer.json()) as object), next: 'somewhere' } })
  })
  await page.goto(`${story.url}/domains`)
  const alert = page.getByRole('alert').filter({ hasText: 'Not all domains could be read' })
  await alert.waitFor()
  const before = asked
  await page.getByRole('searchbox').pressSequentially('example')
  await page
    .getByRole('row', { name: /example\.com/ })
    .first()
    .waitFor()
  expect(asked).toBe(before)
  await story.axe(page)
  isBroken = false
  await alert.getByRole('button', { name: 'Try again' }).click()
  await alert.waitFor({ state: 'hidden' })
})
