import { beforeAll } from 'vitest'
import { expect, test, useStory } from './harness'
import { furnish } from './routes'

const story = useStory()

beforeAll(() => furnish(story))

test('everything at a glance, each with the way to its place', async () => {
  const page = await story.signedIn('/')
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await attention.getByRole('link').first().waitFor()
  await page
    .getByRole('region', { name: 'Cost per month' })
    .getByRole('row', { name: /hostinger/ })
    .waitFor()
  await page
    .getByRole('region', { name: /^Renewals/ })
    .getByRole('link')
    .first()
    .waitFor()
  await story.axe(page)
  await attention.getByRole('link').first().click()
  await page.waitForURL((url) => url.pathname !== '/')
  await expect.poll(() => page.getByText('Page not found').count()).toBe(0)
})

test('counts are told by account, and lead to the list of that account', async () => {
  const page = await story.signedIn('/')
  await page.getByRole('link', { name: /^Servers: \d/ }).waitFor()
  const domains = page.getByRole('list', { name: 'Domains by account' })
  await domains.getByRole('link', { name: /^hostraha \d+/ }).click()
  await page.waitForURL('**/domains?account=hostraha')
  await page.getByRole('grid', { name: 'Domains' }).getByRole('row').nth(1).waitFor()
})

test('an unpaid subscription leads to its own line', async () => {
  const page = await story.signedIn('/')
  await page
    .getByRole('region', { name: 'Needs attention' })
    .getByRole('link', { name: /Horizons Starter is paused/ })
    .click()
  await page.waitForURL(/tab=subscriptions.*account=hostinger/)
  await page.getByRole('row', { name: /Horizons Starter/ }).waitFor()
  await expect.poll(() => page.getByRole('row', { name: /KVM/ }).count()).toBe(0)
})

test('days until a renewal are those between the dates', async () => {
  const page = await story.signedIn('/')
  const renewals = page.getByRole('region', { name: /^Renewals/ })
  await renewals.getByRole('link').first().waitFor()
  const wrong = await renewals.getByRole('link').evaluateAll((links) =>
    links.flatMap((link) => {
      const at = link.querySelector('time')?.dateTime ?? ''
      const told = /in (\d+) days/.exec(link.textContent ?? '')?.[1]
      const midnight = (moment: Date) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime()
      const days = Math.round((midnight(new Date(at)) - midnight(new Date())) / 86_400_000)
      return told === undefined || Number(told) === days ? [] : [link.textContent]
    }),
  )
  expect(wrong).toEqual([])
})

test('a change elsewhere shows by itself', async () => {
  const page = await story.signedIn('/')
  await page.getByRole('status', { name: /^Live/ }).waitFor()
  const zone = '/api/hosting/providers/local/dns/demo.test'
  await story.api('POST', zone, { type: 'TXT', name: 'from-elsewhere', content: 'x', ttl: 300 })
  const changes = page.getByRole('region', { name: 'Last changes' })
  await changes.getByRole('link', { name: /Added DNS records: demo\.test/ }).click()
  await page
    .getByRole('dialog', { name: 'Added DNS records' })
    .getByText(/from-elsewhere/)
    .waitFor()
})

test('an account that does not answer is named, and the rest is there', async () => {
  const vendor = await story.vendor()
  vendor.fault('down')
  await story.backend.call('POST', '/api/hosting/providers/hostinger/test', undefined, await story.token('admin'))
  const page = await story.signedIn('/')
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await attention
    .getByRole('link', { name: /hostinger/ })
    .first()
    .waitFor({ timeout: 20_000 })
  await page.getByRole('link', { name: /^DNS zones/ }).waitFor()
  await story.axe(page)
})

test('where it cannot be had at all, the reason and another try', async () => {
  const page = await story.signedIn('/orders')
  await page.route('**/api/overview', (route) =>
    route.fulfill({
      status: 500,
      json: { error: 'the log has the details', code: 'internal', request_id: 'story-501' },
    }),
  )
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await page.getByRole('alert').getByText('story-501').waitFor()
  await page.unroute('**/api/overview')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('region', { name: 'Last changes' }).waitFor()
})

test('a read-only account sees it too', async () => {
  const page = await story.signedIn('/', { as: 'viewer', viewport: { width: 390, height: 844 }, scheme: 'dark' })
  await page.getByRole('region', { name: 'Last changes' }).waitFor()
  await story.axe(page)
})
