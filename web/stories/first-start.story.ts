import { expect, PASSWORD, test, useStory } from './harness'

// A server as it is on the first day: one administrator and nothing else.
const story = useStory({}, { demo: false })

test('somebody new is told where the password is and what to do first', async () => {
  const page = await story.page('/')
  await page.getByRole('button', { name: /Where the password is/ }).click()
  await page.getByText(/prints the user name admin and a generated password/).waitFor()
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const steps = page.getByRole('region', { name: 'Connect your first account' })
  await steps.waitFor()
  // Nothing is said to be well, or not read yet, where there is nothing at all.
  await expect.poll(() => page.getByText(/Nothing needs attention|not read yet/).count()).toBe(0)
  await story.axe(page)
  await steps.getByRole('link', { name: 'Choose a provider' }).click()
  await page.getByText('No account yet').waitFor()
  await page.getByRole('link', { name: 'Hostinger', exact: true }).click()
  await page.getByLabel('API Key').waitFor()
})

test.for(['/domains', '/dns', '/servers', '/ssh-keys', '/billing'])(
  '%s is empty and leads to where an account is connected',
  async (path) => {
    const page = await story.signedIn(path)
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Connect/ })
      .click()
    await page.getByRole('heading', { level: 1, name: 'Hosting Providers' }).waitFor()
  },
)

test('who may only look is told whom to ask', async () => {
  const page = await story.signedIn('/', { as: 'viewer', viewport: { width: 390, height: 844 } })
  await page.getByText('Ask an administrator to connect one').waitFor()
  await expect.poll(() => page.getByRole('link', { name: 'Choose a provider' }).count()).toBe(0)
  await story.axe(page)
})

test('by keyboard alone: the first account, and the way to its first zone', async () => {
  const page = await story.signedIn('/')
  const go = async (name: string) => {
    const link = page.getByRole('link', { name })
    await link.waitFor()
    for (let steps = 0; steps < 60 && !(await link.evaluate((one) => one === document.activeElement)); steps += 1) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
  }
  await go('Serve zones from this machine')
  await page.getByRole('heading', { level: 1, name: 'Local name server' }).waitFor()
  await page.getByLabel('Account name').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'local' }).waitFor()
  const held = page.getByRole('region', { name: 'What is there' })
  await held.getByRole('link', { name: /DNS zones/ }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Search or jump to' }).fill('create zone')
  await page.getByRole('button', { name: 'Create a zone' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: /zone/i }).getByRole('textbox').first().waitFor()
})
