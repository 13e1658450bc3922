import { expect, test, useStory } from './harness'

const story = useStory()

interface Order {
  kind: string
  state: string
}

test('costs, what falls due and credit stand side by side', async () => {
  const page = await story.signedIn('/billing')
  await page.getByRole('heading', { name: 'Cost of a year' }).waitFor()
  await page.getByRole('progressbar', { name: /Servers: .* a year/ }).waitFor()
  await page.getByRole('img', { name: /Due by month in USD/ }).waitFor()
  await page.getByRole('row', { name: /hostraha .*150\.50/ }).waitFor()
  const next = page.getByRole('region', { name: /^[A-Z][a-z]+ \d{4}$/ })
  await next.getByText('KVM 2').first().waitFor()
  await story.axe(page)
})

test('a subscription shows its first price beside the renewal', async () => {
  const page = await story.signedIn('/billing?tab=subscriptions')
  await page.getByRole('columnheader', { name: 'First term' }).waitFor()
  await page.getByRole('columnheader', { name: 'Renewal' }).waitFor()
  await page.getByRole('row', { name: /Premium Web Hosting .*\$2\.99.*\/ 4 years/ }).waitFor()
})

test('a subscription that shall end is asked about first', async () => {
  const page = await story.signedIn('/billing?tab=subscriptions&q=KVM+8')
  const toggle = page.getByRole('switch', { name: 'KVM 8 renews by itself' })
  await toggle.click({ force: true })
  const dialog = page.getByRole('dialog', { name: 'Let KVM 8 end' })
  await story.axe(page)
  await dialog.getByRole('button', { name: 'Stop renewing' }).click()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => toggle.isChecked()).toBe(false)
})

test('a subscription is paid before it is due, once', async () => {
  const page = await story.signedIn('/billing?tab=subscriptions&q=Premium+Web')
  await page.getByRole('button', { name: 'Pay now: Premium Web Hosting' }).click()
  const dialog = page.getByRole('dialog', { name: 'Pay Premium Web Hosting now' })
  await dialog.getByRole('button', { name: /^Buy for/ }).dblclick()
  await dialog
    .getByText(/Done|Under way|Nobody knows yet/)
    .first()
    .waitFor()
  const orders = await story.api<Order[]>('GET', '/api/hosting/orders')
  expect(orders.filter((order) => order.kind === 'renew_subscription')).toHaveLength(1)
})

test('what has ended is disabled with its reason', async () => {
  const page = await story.signedIn('/billing?tab=subscriptions&q=Cloud+Startup')
  const row = page.getByRole('row', { name: /Cloud Startup/ })
  await row.getByText('It has ended').first().waitFor({ state: 'attached' })
  expect(await row.getByRole('button', { name: 'Pay now: Cloud Startup' }).getAttribute('aria-disabled')).toBe('true')
  await expect.poll(() => row.getByRole('switch').isDisabled()).toBe(true)
})

test('the catalog puts the first price beside the renewal', async () => {
  const page = await story.signedIn('/billing?tab=catalog')
  await page.getByRole('searchbox').fill('org domain')
  const row = page.getByRole('row', { name: /\.ORG Domain.*year/ }).first()
  await row.getByText('+100 %').waitFor()
  await expect.poll(() => page.url()).toContain('q=org')
  await story.axe(page)
})

test('payment methods that cannot pay say why', async () => {
  const page = await story.signedIn('/billing?tab=payment')
  const row = page.getByRole('row', { name: /Expired/ })
  await row.getByText('It has expired.').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Make usual: Credit Card 4444' }).click()
  await page.getByRole('row', { name: /4444.*Usual/ }).waitFor()
  await story.axe(page)
})

test('a WHOIS profile is made, and what is missing is marked', async () => {
  const page = await story.signedIn('/billing?tab=whois')
  await page.getByRole('button', { name: 'Make profile' }).click()
  const dialog = page.getByRole('dialog', { name: 'WHOIS profile at hostinger' })
  await dialog.getByRole('button', { name: 'Make profile' }).click()
  await expect.poll(() => dialog.getByText('It is required').count()).toBeGreaterThan(5)
  await story.axe(page)
  await dialog.getByRole('textbox', { name: 'TLD' }).fill('shop')
  await dialog.getByRole('combobox', { name: 'Country' }).fill('Kenya')
  await page.getByRole('option', { name: 'Kenya (KE)' }).click()
  for (const [label, value] of [
    ['First name', 'Ada'],
    ['Last name', 'Otieno'],
    ['E-mail', 'ada@example.com'],
    ['Telephone', '+254712345678'],
    ['Street and number', 'Moi Avenue 1'],
    ['City', 'Nairobi'],
    ['Postcode', '00100'],
  ] as const)
    await dialog.getByRole('textbox', { name: label }).fill(value)
  await dialog.getByRole('button', { name: 'Make profile' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /\.shop Ada Otieno/ }).waitFor()
})

test('a provider that is down is named, and the rest stays', async () => {
  const vendor = await story.vendor()
  vendor.fault('down', { path: '/billing/' })
  const page = await story.signedIn('/billing')
  await page.getByText('hostinger did not answer').waitFor()
  await page.getByRole('row', { name: /hostraha .*150\.50/ }).waitFor()
  vendor.heal()
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await page.getByRole('progressbar', { name: /Servers: .* a year/ }).waitFor()
})

test('who may only look changes nothing', async () => {
  const page = await story.signedIn('/billing?tab=subscriptions&q=KVM+4', { as: 'viewer' })
  await page.getByRole('row', { name: /KVM 4/ }).first().waitFor()
  await expect.poll(() => page.getByRole('switch').first().isDisabled()).toBe(true)
  expect(await page.getByRole('button', { name: 'Pay now: KVM 4' }).first().getAttribute('aria-disabled')).toBe('true')
})
