import { createHmac } from 'node:crypto'
import { expect, test, useStory } from './harness'

const story = useStory()
const DEMO = 'billing@northwind-hosting.example'
const CUSTOMER = `/settings/reseller/${DEMO}`

interface Customer {
  balance: { minor: number; currency: string }
  variants: string[]
  allowed: string[]
}

const customer = (email: string) => story.api<Customer>('GET', `/api/reseller/customers/${email}`)

/** A call as a customer's client makes it. */
function asClient(path: string, key: string) {
  const hour = new Date().toISOString().slice(2, 13).replace('T', ' ')
  const hex = createHmac('sha256', `${DEMO}:${hour}`).update(key).digest('hex')
  return story.backend.call<unknown>('GET', `/reseller/v1${path}`, undefined, undefined, {
    username: DEMO,
    token: Buffer.from(hex).toString('base64'),
    timestamp: String(Math.floor(Date.now() / 1000)),
  })
}

test('a customer is created, after what was wrong is put right, edited, suspended and resumed', async () => {
  const page = await story.signedIn('/settings')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Reseller' }).click()
  await page.getByText(`${story.url}/modules/addons/DomainsReseller/api/index.php`).waitFor()
  await page.getByText('All balances agree with their entries').waitFor()
  await story.axe(page)
  await page.getByRole('button', { name: 'Create customer' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create a customer' })
  const create = dialog.getByRole('button', { name: 'Create customer' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Kustvind Webb')
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill('kustvind')
  await create.click()
  await dialog.getByText('An e-mail address such as billing@example.com').waitFor()
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill(DEMO)
  const addresses = dialog.getByLabel('Addresses that requests may come from')
  await addresses.fill('somewhere')
  await create.click()
  await dialog.getByText("'somewhere' is no address and no network such as 192.0.2.0/24").waitFor()
  await story.axe(page, '[role=dialog]')
  await addresses.press('Backspace')
  await addresses.fill('192.0.2.0/24')
  await create.click()
  await dialog.getByText('Another customer has it').waitFor()
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill('domains@kustvind.example')
  await dialog.getByRole('checkbox', { name: 'Key and message swapped' }).check()
  await create.click()
  await page.getByRole('heading', { level: 1, name: 'Kustvind Webb' }).waitFor()
  await page.getByText('accepted: key and message swapped').waitFor()
  const made = await customer('domains@kustvind.example')
  expect([made.variants, made.allowed]).toEqual([['swapped'], ['192.0.2.0/24']])

  await page.getByRole('button', { name: 'Edit' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit Kustvind Webb' })
  await expect.poll(() => edit.getByRole('textbox', { name: 'Currency' }).isDisabled()).toBe(true)
  await edit.getByRole('textbox', { name: 'Largest order' }).fill('200')
  await edit.getByRole('button', { name: 'Save' }).click()
  await page.getByText('€200.00').waitFor()

  await page.getByRole('button', { name: 'Suspend' }).click()
  const question = page.getByRole('dialog', { name: 'Suspend Kustvind Webb?' })
  await question.getByRole('button', { name: 'Suspend' }).click()
  await page.getByText('Suspended', { exact: true }).waitFor()
  await question.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
  await page.getByText('Active', { exact: true }).waitFor()
})

test('a key is shown once, works, and is gone from the page when it is closed', async () => {
  const page = await story.signedIn(`${CUSTOMER}?tab=keys`)
  const make = async (button: string, label: string) => {
    await page.getByRole('button', { name: button }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Label' }).fill(label)
    await dialog.locator('button[type=submit]').click()
    await dialog.getByText('Copy it now').waitFor()
    const key = (await dialog.getByText(/^[0-9A-Za-z]{48}$/).textContent()) ?? ''
    await story.axe(page, '[role=dialog]')
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('row', { name: new RegExp(label) }).waitFor()
    return key
  }
  const first = await make('New key', 'WHMCS')
  expect((await asClient('/billing/credits', first)).status).toBe(200)
  const kept = await page.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href,
  )
  expect(kept).not.toContain(first)

  const second = await make('Rotate', 'WHMCS anew')
  expect(second).not.toBe(first)
  // The one of before goes on working for the overlap.
  expect((await asClient('/billing/credits', first)).status).toBe(200)
  await page.getByRole('button', { name: 'Revoke the key WHMCS', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click()
  await page.getByRole('row', { name: /WHMCS.*Ended/ }).waitFor()
  expect((await asClient('/billing/credits', first)).status).toBe(401)
  expect((await asClient('/billing/credits', second)).status).toBe(200)
})

test('credit is paid in once; a payment above the credit is refused; the statement tells both sides', async () => {
  const { balance } = await customer(DEMO)
  const page = await story.signedIn(CUSTOMER)
  await page.getByRole('button', { name: 'Pay in' }).click()
  const dialog = page.getByRole('dialog', { name: /^Pay in/ })
  await dialog.getByLabel('Amount in EUR').fill('-5')
  await dialog.getByRole('button', { name: 'Pay in' }).click()
  await dialog.getByText('Only a correction may be negative').waitFor()
  await dialog.getByLabel('Amount in EUR').fill('50.00')
  await dialog.getByLabel('Reason').fill('invoice 2026-1101')
  await dialog.getByText(/becomes/).waitFor()
  // The answer of the first attempt is lost: its repeat in the same dialog is the same movement.
  let lost = false
  await page.route('**/credit', async (route) => {
    if (lost) return route.continue()
    lost = true
    await route.fetch()
    return route.abort('connectionreset')
  })
  await dialog.getByRole('button', { name: 'Pay in' }).click()
  await dialog.getByText('Setec Manager cannot be reached').waitFor()
  await dialog.getByRole('button', { name: 'Pay in' }).click()
  await page.getByText('The credit is paid in').waitFor()
  expect((await customer(DEMO)).balance.minor).toBe(balance.minor + 5000)

  await page.getByRole('button', { name: 'Pay out' }).click()
  const out = page.getByRole('dialog', { name: /^Pay out/ })
  await out.getByLabel('Amount in EUR').fill('99999')
  await out.getByLabel('Reason').fill('too much')
  await out.getByRole('button', { name: 'Pay out' }).click()
  await out
    .getByRole('alert')
    .getByText(/nothing was paid out/)
    .waitFor()
  await story.axe(page, '[role=dialog]')
  await out.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('tab', { name: 'Statement' }).click()
  await page.getByRole('row', { name: /invoice 2026-1101.*€50\.00/ }).waitFor()
  await expect.poll(() => page.getByRole('row', { name: /too much/ }).count()).toBe(0)
  await story.axe(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toBe('statement.csv')
})

test('a price rule is a sentence, and the preview says what it makes of a cost', async () => {
  const page = await story.signedIn('/settings/reseller?section=prices')
  await page
    .getByRole('row', { name: /All orders of everybody.*20 % on cost, rounded up to \.99, at least €1\.00/ })
    .waitFor()
  await page.getByRole('button', { name: 'Add rule' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a price rule' })
  await dialog.getByRole('textbox', { name: 'TLD' }).fill('.com')
  await dialog.getByRole('combobox', { name: 'Orders' }).click()
  await page.getByRole('option', { name: 'Registrations' }).click()
  await dialog.getByRole('textbox', { name: 'On top of the cost' }).fill('50')
  await dialog.getByRole('textbox', { name: 'Ending in' }).fill('0.50')
  await dialog.getByRole('button', { name: 'Add rule' }).click()
  await dialog.getByText('Say to which steps it is rounded').waitFor()
  await dialog.getByRole('textbox', { name: 'To a multiple of' }).fill('1.00')
  await dialog.getByText('50 % on cost, rounded up to .50, for .com registrations of everybody.').waitFor()
  await story.axe(page, '[role=dialog]')
  await dialog.getByRole('button', { name: 'Add rule' }).click()
  await page.getByRole('row', { name: /\.com registrations of everybody/ }).waitFor()

  await page.getByRole('tab', { name: 'What it costs' }).click()
  await page.getByRole('textbox', { name: 'TLD' }).fill('com')
  await page.getByRole('button', { name: 'Show prices' }).click()
  // 9.99 USD at 0.92, and a half on top.
  await page.getByRole('row', { name: /Register, 1 year.*hostinger.*€14\.50.*\$9\.99.*50 % on cost/ }).waitFor()
  await page.getByRole('row', { name: /Renew, 1 year.*hostinger.*€11\.99.*20 % on cost/ }).waitFor()
  await page.getByRole('row', { name: /Restore.*The account has no restore price for it/ }).waitFor()
  await story.axe(page)
  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  await page.getByRole('row', { name: /Register, 1 year.*hostinger.*€14\.50/ }).waitFor()

  await page.getByRole('tab', { name: 'Price rules' }).click()
  await page.getByRole('button', { name: 'Delete the rule for .com registrations of everybody' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete rule' }).click()
  await expect.poll(() => page.getByRole('row', { name: /\.com registrations/ }).count()).toBe(0)
})

test('a route asks accounts in their order, and a rate is a number', async () => {
  const page = await story.signedIn('/settings/reseller?section=routes')
  await page.getByRole('row', { name: /\.com hostinger, then hostraha/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Route of .com' })
  await dialog.getByRole('button', { name: 'Ask hostraha earlier' }).click()
  await dialog.getByRole('button', { name: 'Save route' }).click()
  await page.getByRole('row', { name: /\.com hostraha, then hostinger/ }).waitFor()
  await story.axe(page)

  await page.getByRole('tab', { name: 'Exchange rates' }).click()
  await page.getByRole('row', { name: /1 USD = 0\.92 EUR/ }).click()
  const rate = page.getByRole('dialog', { name: 'Change the rate' })
  await rate.getByRole('textbox', { name: 'What 1 USD is in EUR' }).fill('much')
  await rate.getByText('A number such as 0.92').waitFor()
  await expect.poll(() => rate.getByRole('button', { name: 'Save rate' }).isDisabled()).toBe(true)
  await rate.getByRole('textbox', { name: 'What 1 USD is in EUR' }).fill('0,95')
  await rate.getByRole('button', { name: 'Save rate' }).click()
  await page.getByRole('row', { name: /1 USD = 0\.95 EUR/ }).waitFor()
})

test('several rates are deleted at once, after a question that names what is lost', async () => {
  for (const from of ['GBP', 'CHF']) {
    await story.api('PUT', `/api/reseller/rates/${from}/EUR`, { rate: '1.1' })
  }
  const page = await story.signedIn('/settings/reseller?section=rates')
  for (const from of ['GBP', 'CHF']) {
    await page
      .getByRole('row', { name: new RegExp(`1 ${from} = `) })
      .getByRole('checkbox')
      .check()
  }
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete 2 rates?' })
  await dialog.getByText(/What costs GBP is no longer sold in EUR/).waitFor()
  await story.axe(page, '[role=dialog]')
  await dialog.getByRole('button', { name: 'Delete 2 rates' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('row', { name: /1 USD = / }).waitFor()
  await expect.poll(() => page.getByRole('row', { name: /1 (GBP|CHF) = / }).count()).toBe(0)
})

test('a domain is assigned where the account holds it, and taken away', async () => {
  const page = await story.signedIn(`${CUSTOMER}?tab=domains`, { viewport: { width: 390, height: 844 } })
  await page.getByRole('button', { name: 'Assign a domain' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Domain', { exact: true }).fill('nobody-has-this.com')
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: 'Assign' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('Domain', { exact: true }).fill('example.com')
  await dialog.getByRole('button', { name: 'Assign' }).click()
  await page.getByText('example.com is assigned to Northwind Hosting').waitFor()
  await story.axe(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(wide).toBe(false)
  await page.getByRole('button', { name: 'Take away example.com' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click()
  await expect.poll(() => page.getByRole('button', { name: 'Take away example.com' }).count()).toBe(0)
})

test('a read-only user sees customers and is told why nothing can be changed', async () => {
  const page = await story.signedIn('/settings/reseller', { as: 'viewer', scheme: 'dark' })
  const create = page.getByRole('button', { name: 'Create customer' })
  expect(await create.getAttribute('aria-disabled')).toBe('true')
  await create.click({ force: true })
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('row', { name: /Northwind Hosting/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Northwind Hosting' }).waitFor()
  for (const name of ['Edit', 'Suspend', 'Pay in', 'Pay out', 'Correct']) {
    const button = page.getByRole('button', { name, exact: true })
    expect(await button.getAttribute('aria-disabled'), name).toBe('true')
    const reason = await button.getAttribute('aria-describedby')
    await expect.poll(() => page.locator(`[id="${reason}"]`).textContent()).toContain('Your account may only look')
  }
  await story.axe(page)
})

test('of many customers a page is read at a time, and all are found by their e-mails', async () => {
  for (let at = 0; at < 105; at += 1) {
    const number = String(at).padStart(3, '0')
    const body = { email: `c${number}@many.example`, name: `Reseller ${number}`, currency: 'EUR' }
    await story.api('POST', '/api/reseller/customers', body)
  }
  const page = await story.signedIn('/settings/reseller')
  await page.getByRole('row', { name: /c000@many\.example/ }).waitFor()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.getByRole('searchbox').fill('C104@')
  await page.getByRole('row', { name: /Reseller 104 c104@many\.example/ }).waitFor()
  await expect.poll(() => page.getByRole('row', { name: /c000@many/ }).count()).toBe(0)
  expect(asked.some((url) => url.includes('search=C104%40') && url.includes('limit=100'))).toBe(true)
  await page.getByRole('searchbox').fill('')
  await page.getByRole('row', { name: /c000@many\.example/ }).waitFor()
  const grid = page.getByRole('grid', { name: 'Customers' })
  // The last one comes with the second page, which is read when the end of the first is near.
  await expect
    .poll(async () => {
      await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight))
      return page.getByRole('row', { name: /c104@many\.example/ }).count()
    })
    .toBe(1)
  expect(asked.some((url) => url.includes('after='))).toBe(true)
})
