import { expect, PASSWORD, test, useStory } from './harness'

const story = useStory({ SETEC_ORDER_PATIENCE_SECS: '3600' })

interface Order {
  id: string
  state: string
}

const quote = (domain: string) => ({ kind: 'register_domain', domain, period: 1 })

/** Buys a domain at the simulator, past the browser. */
async function order(domain: string, token?: string): Promise<Order> {
  const by = token ?? (await story.token('admin'))
  const made = await story.backend.call<{ id: string }>(
    'POST',
    '/api/hosting/providers/hostinger/quotes',
    quote(domain),
    by,
  )
  const sent = await story.backend.call<Order>('POST', `/api/hosting/quotes/${made.body.id}/confirm`, undefined, by, {
    'idempotency-key': crypto.randomUUID(),
  })
  return sent.body
}

/** A second administrator who may spend next to nothing: what they order waits. */
async function anna(): Promise<string> {
  const known = await story.api<{ name: string }[]>('GET', '/api/users')
  if (!known.some((user) => user.name === 'anna')) {
    await story.api('POST', '/api/users', { name: 'anna', password: PASSWORD, role: 'admin' })
    await story.api('PUT', '/api/users/anna/spending-limits', { limits: [{ currency: 'USD', day: 1, month: 1 }] })
  }
  const session = await story.backend.call<{ token: string }>('POST', '/api/auth/login', {
    username: 'anna',
    password: PASSWORD,
  })
  return session.body.token
}

test('a list without orders says what would be in it', async () => {
  const page = await story.signedIn('/orders')
  await page.getByText('No orders yet').waitFor()
  await story.axe(page)
})

test('an order shows its steps, its price and where it came from', async () => {
  await order('first-light.com')
  const page = await story.signedIn('/orders')
  const row = page.getByRole('row', { name: /first-light\.com/ })
  await row.getByText('Completed').waitFor()
  await row.getByText('$9.99').waitFor()
  await story.axe(page)
  await row.click()
  await page.getByRole('heading', { level: 1, name: /first-light\.com/ }).waitFor()
  const steps = page.getByLabel('Steps of the order')
  for (const step of ['Quoted', 'Confirmed', 'Sent', 'Completed'])
    await steps.getByText(step, { exact: true }).waitFor()
  await story.axe(page)
})

test('an order above a limit waits, is approved by another administrator, and shows it live', async () => {
  const waiting = await order('above-the-limit.com', await anna())
  const page = await story.signedIn(`/orders/${waiting.id}`)
  await page.getByText('Waits for approval').waitFor()
  await page.getByRole('button', { name: 'Approve and buy' }).click()
  const dialog = page.getByRole('dialog', { name: 'Approve and buy' })
  await dialog.getByText('ordered by anna').waitFor()
  await story.axe(page)
  await dialog.getByRole('button', { name: 'Buy for $9.99' }).click()
  await page.getByLabel('Steps of the order').getByText('Completed', { exact: true }).waitFor()
  await page.getByText('Approved by').waitFor()
})

test('a rejected order keeps the reason, and nothing is bought', async () => {
  const waiting = await order('not-today.com', await anna())
  const page = await story.signedIn(`/orders/${waiting.id}`)
  await page.getByRole('button', { name: 'Reject' }).click()
  const dialog = page.getByRole('dialog', { name: 'Reject this order' })
  await dialog.getByLabel('Reason (optional)').fill('we have one like it')
  await dialog.getByRole('button', { name: 'Reject' }).click()
  await page
    .getByLabel('Steps of the order')
    .getByText(/we have one like it/)
    .waitFor()
  const domains = await story.api<{ name: string }[]>('GET', '/api/hosting/providers/hostinger/domains?refresh=true')
  expect(domains.map((domain) => domain.name)).not.toContain('not-today.com')
})

test('an order whose answer is lost is unknown, is asked about, and can be settled with a reason', async () => {
  const vendor = await story.vendor()
  vendor.fault('lost-answer', { method: 'POST', path: '/portfolio' })
  const lost = await order('lost-in-transit.com')
  expect(lost.state).toBe('unknown')
  vendor.fault('down')
  const page = await story.signedIn(`/orders/${lost.id}`)
  await page.getByText('Nobody knows yet whether this was bought').waitFor()
  await story.axe(page)
  await page.getByRole('button', { name: 'Ask the provider now' }).click()
  await page.getByText(/Still not certain|could not be asked/).waitFor()
  await page.getByRole('button', { name: 'Settle by hand' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settle by hand' })
  await dialog.getByRole('button', { name: 'Settle' }).click()
  await dialog.getByText('Choose how it ended').waitFor()
  await dialog.getByLabel(/^Completed/).check()
  await dialog.getByLabel('How you found out').fill('ticket 4711')
  await story.axe(page)
  await dialog.getByRole('button', { name: 'Settle' }).click()
  await page
    .getByLabel('Steps of the order')
    .getByText(/ticket 4711/)
    .waitFor()
})

test('an unknown order is found at the provider once it answers again', async () => {
  const vendor = await story.vendor()
  vendor.fault('lost-answer', { method: 'POST', path: '/portfolio' })
  const lost = await order('found-again.com')
  const page = await story.signedIn(`/orders/${lost.id}`)
  vendor.heal()
  const known = page.getByLabel('Steps of the order').getByText('Completed', { exact: true })
  const ask = page.getByRole('button', { name: 'Ask the provider now' })
  await known.or(ask).first().waitFor()
  // It may have been found by itself in the meantime.
  if (await ask.isVisible()) await ask.click({ timeout: 2000 }).catch(() => undefined)
  await known.waitFor()
})

test('a read-only account sees an order and is told why it may not act', async () => {
  const waiting = await order('look-only.com', await anna())
  const page = await story.signedIn(`/orders/${waiting.id}`, { as: 'viewer' })
  const approve = page.getByRole('button', { name: 'Approve and buy' })
  await approve.click({ force: true })
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  await approve.hover()
  await page.getByRole('tooltip').getByText('Your account may only look').waitFor()
  await story.axe(page)
})

test('an order that is not there says so', async () => {
  const page = await story.signedIn('/orders/01a1fa2e-573e-74e8-b0bc-0cb6294c91d9')
  await page.getByRole('alert').getByText('Not found').waitFor()
})
