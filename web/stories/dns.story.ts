import { Resolver } from 'node:dns/promises'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, PASSWORD, test, useStory } from './harness'

const story = useStory()

/** What the embedded name server answers, past everything else. */
async function dig(name: string, type: 'A' | 'MX' | 'TXT' = 'A'): Promise<string[]> {
  const { host, port } = story.backend.nameServer
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  resolver.setServers([`${host}:${port}`])
  try {
    const answers = await resolver.resolve(name, type)
    return (answers as unknown[]).map((answer) => (typeof answer === 'string' ? answer : JSON.stringify(answer)))
  } catch (error) {
    return [(error as { code: string }).code]
  }
}

const row = (page: Page, name: RegExp | string): Locator => page.getByRole('row', { name })
const review = (page: Page): Locator => page.getByRole('dialog', { name: 'Review' })

async function open(path: string, visit: Parameters<typeof story.signedIn>[1] = {}): Promise<Page> {
  const page = await story.signedIn(path, visit)
  await page.getByRole('grid', { name: 'Records' }).waitFor()
  return page
}

async function changeAddress(page: Page, name: RegExp, to: string) {
  await row(page, name).getByText('.test').first().click()
  const editor = page.getByRole('dialog')
  await editor.getByRole('textbox', { name: 'IPv4 address' }).first().fill(to)
  await editor.getByRole('button', { name: 'Stage change' }).click()
  await editor.waitFor({ state: 'hidden' })
}

let zones = 0
/** A zone of its own for a test that changes much. */
async function newZone(file: string): Promise<string> {
  zones += 1
  const zone = `story${zones}.test`
  await story.api('POST', '/api/hosting/providers/local/dns', { name: zone, nameservers: ['ns1.demo.test'] })
  await write(zone, file)
  return zone
}

async function write(zone: string, file: string) {
  const path = `/api/hosting/providers/local/dns/${zone}`
  const plan = await story.api<{ digest: string; guards: { guard: string }[] }>('POST', `${path}/plan`, {
    zone_file: file,
  })
  await story.api('POST', `${path}/apply`, { digest: plan.digest, override: plan.guards.map((one) => one.guard) })
}

describe('a first change', () => {
  test('from the sign-in to the answer of the name server, and back', async () => {
    const page = await story.page('/dns')
    await page.getByLabel('User name').fill('admin')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await row(page, /demo\.test/).click()
    await page.getByRole('grid', { name: 'Records' }).waitFor()
    expect(await dig('mail.demo.test')).toEqual(['192.0.2.25'])

    await changeAddress(page, /^Select row mail\.demo\.test A/, '192.0.2.26')
    const staged = row(page, /^Select row mail\.demo\.test A/)
    await staged.getByText('192.0.2.25').waitFor()
    await staged.getByText('changed').waitFor()
    expect(await dig('mail.demo.test')).toEqual(['192.0.2.25'])

    await page.getByRole('region', { name: 'Staged changes' }).getByText('1 change', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Review' }).click()
    await review(page)
      .getByText(/Applying takes \d calls? to local/)
      .waitFor()
    await story.axe(page)
    await review(page).getByRole('button', { name: 'Apply 1 change' }).click()
    await review(page).getByText('local shows all of it already').waitFor()
    expect(await dig('mail.demo.test')).toEqual(['192.0.2.26'])

    await review(page).getByRole('button', { name: 'Undo' }).click()
    await review(page).getByText('The way back').waitFor()
    await review(page).getByRole('button', { name: 'Apply 1 change' }).click()
    await review(page).getByText('Undone').waitFor()
    expect(await dig('mail.demo.test')).toEqual(['192.0.2.25'])
    await review(page).getByRole('button', { name: 'Done' }).click()
    expect(await page.getByRole('region', { name: 'Staged changes' }).count()).toBe(0)
  })

  test('a new record is checked while it is typed', async () => {
    const zone = await newZone('@ 300 IN A 192.0.2.1\nwww 300 IN CNAME @\n')
    const page = await open(`/dns/local/${zone}`)
    await page.getByRole('button', { name: 'Add record' }).click()
    const editor = page.getByRole('dialog', { name: 'Add A record' })
    await editor.getByRole('textbox', { name: 'Name' }).fill('www')
    await editor.getByRole('textbox', { name: 'IPv4 address' }).fill('2001:db8::1')
    await editor.getByRole('button', { name: 'Stage record' }).click()
    await editor.getByText('www is a CNAME; nothing else may stand beside it').waitFor()
    await editor.getByText('This is an IPv6 address: use an AAAA record').waitFor()
    await editor.getByRole('textbox', { name: 'Name' }).fill('api')
    await editor.getByRole('textbox', { name: 'IPv4 address' }).fill('10.0.0.1')
    await editor.getByText('reachable only from inside').waitFor()
    await editor.getByRole('button', { name: 'Add another value' }).click()
    await editor.getByRole('textbox', { name: 'IPv4 address 2' }).fill('192.0.2.7')
    await story.axe(page)
    await editor.getByRole('button', { name: 'Stage record' }).click()
    await row(page, new RegExp(`api.${zone}`))
      .getByText('new')
      .waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
    await expect.poll(() => row(page, new RegExp(`api.${zone}`)).count()).toBe(0)
  })

  test('staged changes survive a reload, and leaving asks', async () => {
    const page = await open('/dns/local/demo.test')
    await changeAddress(page, /^Select row mail\.demo\.test A/, '192.0.2.77')
    await page.reload()
    await row(page, /^Select row mail\.demo\.test A/)
      .getByText('192.0.2.77')
      .waitFor()
    await page.getByRole('link', { name: 'DNS', exact: true }).first().click()
    const asked = page.getByRole('dialog', { name: 'Leave demo.test?' })
    await asked.getByRole('button', { name: 'Stay' }).click()
    await asked.waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'DNS', exact: true }).first().click()
    await asked.getByRole('button', { name: 'Discard and leave' }).click()
    await page.getByRole('grid', { name: 'Zones' }).waitFor()
    expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('setec.')))).toEqual([])
  })

  test('many sets get one TTL or go at once', async () => {
    const zone = await newZone('a 300 IN A 192.0.2.1\nb 300 IN A 192.0.2.2\nc 300 IN A 192.0.2.3\n')
    const page = await open(`/dns/local/${zone}?q=192.0.2`)
    await page.getByRole('checkbox', { name: 'Select all rows' }).check()
    const chosen = page.getByRole('region', { name: 'Selected rows' })
    await chosen.getByText('3 selected').waitFor()
    await chosen.getByRole('button', { name: 'Set TTL' }).click()
    await page.getByRole('menuitem', { name: '1 day' }).click()
    await expect.poll(() => page.getByRole('row').getByText('1 day').count()).toBe(3)
    await row(page, new RegExp(`b.${zone}`))
      .getByRole('checkbox')
      .click()
    await chosen.getByRole('button', { name: 'Delete 1' }).click()
    await page.getByRole('region', { name: 'Staged changes' }).getByText('2 changed, 1 deleted').waitFor()
  })
})

describe('what is refused', () => {
  test('a guard, until it is overridden by name', async () => {
    const zone = await newZone('@ 300 IN MX 10 mail\nmail 300 IN A 192.0.2.25\n')
    const page = await open(`/dns/local/${zone}`)
    await page.getByRole('button', { name: 'Actions for @ MX' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Review' }).click()
    const apply = review(page).getByRole('button', { name: 'Apply 1 change' })
    await apply.click({ force: true })
    await review(page).getByText('This looks like an accident').waitFor()
    await review(page).getByText('Tick what you override first: remove-mx').first().waitFor({ state: 'attached' })
    expect(await dig(zone, 'MX')).toHaveLength(1)
    await story.axe(page)
    await review(page)
      .getByRole('checkbox', { name: /Override remove-mx: mail would no longer be delivered/ })
      .check()
    await apply.click()
    await review(page).getByText('Applied', { exact: true }).waitFor()
    expect(await dig(zone, 'MX')).toEqual(['ENODATA'])
  })

  test('a plan that is stale shows what came between, and is made anew', async () => {
    const zone = await newZone('www 300 IN A 192.0.2.1\n')
    const page = await open(`/dns/local/${zone}`)
    await changeAddress(page, /www/, '192.0.2.2')
    await page.getByRole('button', { name: 'Review' }).click()
    await review(page).getByRole('button', { name: 'Apply 1 change' }).waitFor()
    await write(zone, 'other 300 IN A 192.0.2.9\n')
    await review(page).getByRole('button', { name: 'Apply 1 change' }).click()
    await review(page).getByText('The zone has changed since this was planned').waitFor()
    await review(page).getByText(`+ other.${zone} A 300 192.0.2.9`).waitFor()
    expect(await dig(`www.${zone}`)).toEqual(['192.0.2.1'])
    await review(page).getByRole('button', { name: 'Plan again' }).click()
    await review(page).getByRole('button', { name: 'Apply 1 change' }).click()
    await review(page).getByText('Applied', { exact: true }).waitFor()
    expect(await dig(`www.${zone}`)).toEqual(['192.0.2.2'])
  })

  test('somebody who may only look', async () => {
    const page = await open('/dns/local/demo.test', { as: 'viewer' })
    const add = page.getByRole('button', { name: 'Add record' })
    expect(await add.getAttribute('aria-disabled')).toBe('true')
    await add.hover()
    await page.getByRole('tooltip', { name: /may only look/ }).waitFor()
    await row(page, /mail\.demo\.test A/)
      .getByText('.demo.test')
      .first()
      .click()
    const shown = page.getByRole('dialog', { name: 'mail A' })
    expect(await shown.getByRole('textbox', { name: 'IPv4 address' }).isDisabled()).toBe(true)
    expect(await shown.getByRole('button', { name: 'Stage change' }).count()).toBe(0)
    await story.axe(page)
  })

  test('a protected set', async () => {
    const zone = await newZone('www 300 IN A 192.0.2.1\n')
    const page = await open(`/dns/local/${zone}`)
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('combobox', { name: 'Protect single sets' }).click()
    await page.getByRole('option', { name: 'www A' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Save protection' }).click()
    await page.getByText(`The protection of ${zone} is saved`).waitFor()
    await story.axe(page)
    await page.getByRole('tab', { name: 'Records' }).click()
    await row(page, /www/).getByText('.test').first().click()
    await page.getByRole('dialog').getByText('This set is protected').first().waitFor()
  })

  test('an apply while the provider is down, which then succeeds', async () => {
    const page = await open('/dns/hostinger/kestrel-labs.com')
    await page.getByRole('button', { name: 'Add record' }).click()
    const editor = page.getByRole('dialog', { name: 'Add A record' })
    await editor.getByRole('textbox', { name: 'Name' }).fill('story')
    await editor.getByRole('textbox', { name: 'IPv4 address' }).fill('192.0.2.1')
    await editor.getByRole('button', { name: 'Stage record' }).click()
    const vendor = await story.vendor()
    await page.getByRole('button', { name: 'Review' }).click()
    await review(page).getByRole('button', { name: 'Apply 1 change' }).waitFor()
    vendor.fault('down', { path: '/dns/' })
    await review(page).getByRole('button', { name: 'Apply 1 change' }).click()
    await review(page)
      .getByRole('alert')
      .getByText(/Request/)
      .waitFor({ timeout: 30_000 })
    vendor.heal()
    await review(page)
      .getByRole('button', { name: /Plan again/ })
      .click()
    await review(page).getByRole('button', { name: 'Apply 1 change' }).click()
    await review(page).getByText('Applied', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await row(page, /story\.kestrel-labs\.com/).waitFor()
  })
})

describe('whole zones', () => {
  test('a wrong zone file is told by line, the right one is planned and staged', async () => {
    const zone = await newZone('www 300 IN A 192.0.2.1\n')
    const page = await open(`/dns/local/${zone}`)
    await page.getByRole('button', { name: 'Import' }).click()
    const drawer = page.getByRole('dialog', { name: `Import into ${zone}` })
    await drawer.getByLabel('Zone file').fill('www IN A 192.0.2.8\nftp IN A 1.2.3\nmail BAZ 2\n')
    await drawer.getByRole('button', { name: 'Compare with the zone' }).click()
    await drawer.getByText('2 faults in the file').waitFor()
    await drawer.getByRole('button', { name: 'Line 2, column 10' }).click()
    await drawer.getByText("'1.2.3' is not the data of an A record").waitFor()
    await story.axe(page)
    const cursor = await drawer
      .getByLabel('Zone file')
      .evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionStart + 5))
    expect(cursor).toBe('1.2.3')
    await drawer.getByLabel('Zone file').fill('$TTL 300\nwww IN A 192.0.2.8\nftp IN A 192.0.2.9\n')
    await drawer.getByRole('radio', { name: 'Replace the zone' }).check()
    await drawer.getByRole('button', { name: 'Compare with the zone' }).click()
    await drawer.getByText('1 new, 1 changed').waitFor()
    await drawer.getByRole('button', { name: 'Stage instead' }).click()
    await row(page, /ftp/).getByText('new').waitFor()
    await page.getByRole('region', { name: 'Staged changes' }).getByText('2 changes', { exact: true }).waitFor()
  })

  test('YAML is taken as well, its faults by line too', async () => {
    const zone = await newZone('www 300 IN A 192.0.2.1\n')
    const page = await open(`/dns/local/${zone}?open=import`)
    const drawer = page.getByRole('dialog', { name: `Import into ${zone}` })
    await drawer.getByLabel('Zone file').fill('api:\n  type: A\n  value: 1.2.3\n')
    await drawer.getByText('read as OctoDNS YAML').waitFor()
    await drawer.getByRole('button', { name: 'Compare with the zone' }).click()
    await drawer
      .getByRole('button', { name: /^Line \d+, column \d+$/ })
      .first()
      .waitFor()
    await drawer.getByLabel('Zone file').fill('api:\n  type: A\n  ttl: 300\n  value: 192.0.2.3\n')
    await drawer.getByRole('button', { name: 'Compare with the zone' }).click()
    await drawer.getByRole('button', { name: 'Apply 1 change' }).click()
    await drawer.getByText('Applied', { exact: true }).waitFor()
    expect(await dig(`api.${zone}`)).toEqual(['192.0.2.3'])
  })

  test('history compares any two versions and goes back', async () => {
    const zone = await newZone('www 300 IN A 192.0.2.1\n')
    await write(zone, 'www 300 IN A 192.0.2.2\n')
    const page = await open(`/dns/local/${zone}`)
    await page.getByRole('tab', { name: 'History' }).click()
    const changes = page.getByRole('list', { name: 'Changes' })
    await changes.getByText('192.0.2.1').waitFor()
    await changes.getByText('192.0.2.2').waitFor()
    await story.axe(page)
    await page.getByRole('button', { name: 'Go back to version 2' }).click()
    const drawer = page.getByRole('dialog', { name: 'Go back' })
    await drawer.getByRole('button', { name: 'Apply 1 change' }).click()
    await drawer.getByText('Applied', { exact: true }).waitFor()
    expect(await dig(`www.${zone}`)).toEqual(['192.0.2.1'])
  })

  test('a finding is mended by its fix', async () => {
    const zone = await newZone('@ 300 IN MX 10 mail\nmail 300 IN A 192.0.2.25\n@ 300 IN TXT "v=spf1 mx -all"\n')
    const page = await open(`/dns/local/${zone}?tab=records`)
    await page.getByRole('tab', { name: 'Health' }).click()
    await page.getByRole('list', { name: 'Findings' }).waitFor()
    await story.axe(page)
    await page.getByRole('button', { name: /Fix: .*DMARC/ }).click()
    await page.getByText('The fix is staged: review it below.').waitFor()
    await page.getByRole('button', { name: 'Review' }).click()
    await review(page).getByRole('button', { name: 'Apply 1 change' }).click()
    await review(page).getByText('Applied', { exact: true }).waitFor()
    expect((await dig(`_dmarc.${zone}`, 'TXT')).join()).toContain('v=DMARC1')
  })

  test('mail at a provider is staged from a template', async () => {
    const zone = await newZone('@ 300 IN TXT "v=spf1 a -all"\n')
    const page = await open(`/dns/local/${zone}`)
    await page.getByRole('button', { name: 'Templates' }).click()
    await story.axe(page)
    await page.getByRole('button', { name: 'Fastmail' }).click()
    const drawer = page.getByRole('dialog', { name: 'Mail at Fastmail' })
    await drawer.getByText('v=spf1 a include:spf.messagingengine.com -all').waitFor()
    await drawer.getByRole('button', { name: 'Stage 6 changes' }).click()
    await row(page, /fm1\._domainkey/)
      .getByText(`fm1.${zone}.dkim.fmhosted.com`)
      .waitFor()
    await page.getByRole('button', { name: 'Review' }).click()
    await review(page).getByRole('button', { name: 'Apply 6 changes' }).click()
    await review(page).getByText('Applied', { exact: true }).waitFor()
  })

  test('sets are copied to a zone that is made with them', async () => {
    const page = await open('/dns/local/shop.test')
    await page.getByRole('button', { name: 'More for this zone' }).click()
    await page.getByRole('menuitem', { name: 'Copy to another zone' }).click()
    const drawer = page.getByRole('dialog', { name: 'Copy shop.test' })
    await drawer.getByRole('combobox', { name: 'To the account' }).click()
    await page.getByRole('option', { name: 'local' }).click()
    await drawer.getByLabel('Zone', { exact: true }).fill('copied.test')
    await drawer.getByRole('button', { name: 'Compare' }).click()
    await drawer.getByText('The zone is made').waitFor()
    await drawer.getByRole('button', { name: /^Apply/ }).click()
    await drawer.getByText('Applied', { exact: true }).waitFor()
  })

  test('what the name servers answer is compared with what is wanted', async () => {
    const page = await open('/dns/local/demo.test?set=mail+A')
    await page.getByRole('tab', { name: 'Live' }).click()
    await page.getByText('All answers are as wanted').waitFor()
    await story.axe(page)
  })

  test('a value is replaced in many zones', async () => {
    const [one, two] = [await newZone('www 300 IN A 203.0.113.5\n'), await newZone('api 300 IN A 203.0.113.5\n')]
    const page = await story.signedIn('/dns/replace?accounts=local')
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill('203.0.113.5')
    await page.getByLabel('Replace by').fill('203.0.113.6')
    await page.getByRole('button', { name: 'Find and plan' }).click()
    await page.getByRole('heading', { name: 'Plan for 2 zones' }).waitFor()
    await story.axe(page)
    await page.getByRole('button', { name: 'Apply to 2 zones' }).click()
    await page.getByText('2 of 2 zones changed').first().waitFor()
    expect(await dig(`www.${one}`)).toEqual(['203.0.113.6'])
    expect(await dig(`api.${two}`)).toEqual(['203.0.113.6'])
  })

  test('a zone is made, and deleted once its name is typed', async () => {
    const page = await story.signedIn('/dns')
    await page.getByRole('button', { name: 'New zone' }).click()
    const dialog = page.getByRole('dialog', { name: 'New zone' })
    await dialog.getByLabel('Name', { exact: true }).fill('made.test')
    await dialog.getByRole('button', { name: 'Make the zone' }).click()
    await page.getByRole('heading', { level: 1, name: 'made.test' }).waitFor()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Delete zone' }).click()
    const asked = page.getByRole('dialog', { name: 'Delete made.test' })
    expect(await asked.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
    await asked.getByRole('textbox').fill('made.test')
    await asked.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('grid', { name: 'Zones' }).waitFor()
    await expect.poll(() => row(page, /made\.test/).count()).toBe(0)
  })
})

describe('10,000 records', () => {
  test('filter, and scroll without blank rows', async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, n) => `host${n} 300 IN A 10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
    )
    const zone = await newZone(lines.join('\n'))
    const page = await open(`/dns/local/${zone}`)
    const grid = page.getByRole('grid', { name: 'Records' })
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('10003')

    for (const share of [0.1, 0.37, 0.62, 0.99, 0.5]) {
      await grid.evaluate((element, to) => element.scrollTo(0, element.scrollHeight * to), share)
      // In the picture after the next: each height of the view is covered by a row with text.
      const blank = await grid.evaluate(
        (element) =>
          new Promise<number>((resolve) =>
            requestAnimationFrame(() =>
              requestAnimationFrame(() => {
                const box = element.getBoundingClientRect()
                let missing = 0
                for (let y = box.top + 50; y < Math.min(box.bottom, innerHeight) - 10; y += 20) {
                  const found = document.elementFromPoint(box.left + 200, y)?.closest('[role="row"]')
                  if (!found?.textContent?.includes('host') && !found?.textContent?.includes('@')) missing += 1
                }
                resolve(missing)
              }),
            ),
          ),
      )
      expect(blank).toBe(0)
    }

    await page.getByRole('searchbox', { name: 'Search records' }).fill('host9999')
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('2')
    await row(page, /host9999/)
      .getByText('10.0.39.15')
      .waitFor()
  })
})

test('the zones of all accounts, on a phone too', async () => {
  const page = await story.signedIn('/dns')
  await row(page, /example\.com/)
    .first()
    .waitFor()
  await story.axe(page)
  const phone = await open('/dns/local/demo.test?q=shop', { viewport: { width: 390, height: 844 }, scheme: 'dark' })
  await row(phone, /shop\.demo\.test/)
    .getByText('192.0.2.20')
    .waitFor()
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wide).toBeLessThanOrEqual(0)
  await story.axe(phone)
})

test('an account that does not answer spoils nothing', async () => {
  const vendor = await story.vendor()
  await story.api('GET', '/api/dns/zones')
  vendor.fault('down')
  await story.api('GET', '/api/dns/zones?refresh=true')
  const page = await story.signedIn('/dns')
  await page.getByText('An account did not answer').waitFor()
  await row(page, /demo\.test/)
    .first()
    .waitFor()
})

// The last one: the account keeps to the pause that it was asked for.
test('reading while the provider asks for a pause', async () => {
  const vendor = await story.vendor()
  vendor.fault('rate-limited', { path: '/dns/' })
  const page = await story.signedIn('/dns/hostinger/copperline.dev')
  const alert = page.getByRole('alert').filter({ hasText: 'Too many requests' }).first()
  await alert.waitFor({ timeout: 30_000 })
  await alert.getByText(/Request/).waitFor()
})
