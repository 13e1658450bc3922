import { expect, test, useStory } from './harness'

const story = useStory()
const zone = '/api/hosting/providers/local/dns/demo.test'

test('a change shows at once, with what was before and after', async () => {
  const page = await story.signedIn('/activity')
  await page.getByRole('row', { name: /Created a zone demo\.test/ }).waitFor()
  await page.getByRole('status', { name: /^Live/ }).waitFor()
  await story.api('POST', zone, { type: 'A', name: 'seen-live', content: '192.0.2.7', ttl: 300 })
  const row = page.getByRole('row', { name: /Added DNS records demo\.test/ })
  await row.waitFor()
  await story.axe(page)
  await row.click()
  const drawer = page.getByRole('dialog', { name: 'Added DNS records' })
  await drawer.getByText('seen-live.demo.test 300 A 192.0.2.7').waitFor()
  await story.axe(page)
  await page.reload()
  await drawer.getByText('seen-live.demo.test 300 A 192.0.2.7').waitFor()
})

test('a failed change is shown with its reason', async () => {
  const vendor = await story.vendor()
  vendor.fault('error', { method: 'PUT' })
  const zones = await story.api<{ name: string }[]>('GET', '/api/hosting/providers/hostinger/dns')
  const path = `/api/hosting/providers/hostinger/dns/${zones[0]?.name}`
  const record = { type: 'A', name: 'refused', content: '192.0.2.8' }
  const answer = await story.backend.call('POST', path, record, await story.token('admin'))
  expect(answer.status).toBeGreaterThanOrEqual(500)
  const page = await story.signedIn('/activity')
  const row = page.getByRole('row', { name: /Added DNS records.*(Failed|Unknown)/ }).first()
  await row.click()
  await page.getByRole('dialog').getByText('Reason').waitFor()
})

test('filters narrow the list, stand in the address, and go into the export', async () => {
  const page = await story.signedIn('/activity')
  await page.getByRole('searchbox').fill('shop.te')
  await expect.poll(() => page.url()).toContain('q=shop.te')
  await page
    .getByRole('row', { name: /shop\.test/ })
    .first()
    .waitFor()
  await expect.poll(() => page.getByRole('row', { name: /demo\.test/ }).count()).toBe(0)
  const link = await page.getByRole('link', { name: 'Export CSV' }).getAttribute('href')
  expect(link).toContain('text=shop.te')
  await page.getByRole('searchbox').fill('no-such-thing')
  await page.getByText('Nothing matches').waitFor()
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await page
    .getByRole('row', { name: /demo\.test/ })
    .first()
    .waitFor()
})

test('a list that cannot be fetched says why and can be tried again', async () => {
  const page = await story.signedIn('/orders')
  await page.route('**/api/journal?*', (route) =>
    route.fulfill({
      status: 500,
      json: { error: 'the log has the details', code: 'internal', request_id: 'story-500' },
    }),
  )
  await page.getByRole('link', { name: 'Activity' }).click()
  await page.getByRole('alert').getByText('story-500').waitFor()
  await story.axe(page)
  await page.unroute('**/api/journal?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page
    .getByRole('row', { name: /demo\.test/ })
    .first()
    .waitFor()
})

test('a read-only account may look at everything here', async () => {
  const page = await story.signedIn('/activity?q=demo.test', { as: 'viewer', viewport: { width: 390, height: 844 } })
  await page
    .getByRole('row', { name: /Created a zone/ })
    .first()
    .waitFor()
  await story.axe(page)
})

test('a rule is told in words, and leads to its list', async () => {
  const page = await story.signedIn('/activity')
  await page.getByRole('row', { name: /Added a price rule All restores of everybody/ }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'All restores of everybody' }).click()
  await page.getByRole('row', { name: /All restores of everybody/ }).waitFor()
  expect(page.url()).toContain('section=prices')
})
