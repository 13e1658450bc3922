import { describe, expect, test, useStory } from './harness'
import { review, row, zoneTools } from './zones'

const story = useStory()
const { dig, open, newZone, write } = zoneTools(story)

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
    await expect.poll(() => asked.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
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
