// What every story stands on. In a file `<room>.story.ts`:
//
//   const story = useStory()
//   test('a domain is locked', async () => {
//     const page = await story.signedIn('/domains')                       // or signedIn('/domains', { as: 'viewer' })
//     await page.getByRole('button', { name: 'Lock' }).click()
//     await story.axe(page)                                              // light and dark
//   })
//
// A test fails by itself on an uncaught error, an error on the console, a breach of the content security
// policy, and a request to another host. `story.vendor()` gives Hostinger's simulator with faults.
import axe from 'axe-core'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { CHROMIUM, FLAGS } from './browser'
import { PASSWORD, Server } from './server'
import { Vendor } from './vendor'

export { PASSWORD } from './server'
export { expect, test, describe } from 'vitest'

/** The token of the simulated customer. */
export const VENDOR_TOKEN = 'sandbox-token'

type Role = 'admin' | 'viewer'

interface Visit {
  as?: Role
  viewport?: { width: number; height: number }
  scheme?: 'light' | 'dark'
}

export class Story {
  private server: Server | undefined
  private browser: Browser | undefined
  private proxy: Vendor | undefined
  private contexts: BrowserContext[] = []
  private problems: string[] = []
  private forgiven: RegExp[] = []
  private tokens = new Map<Role, string>()
  /** Where the pages are. */
  url = ''

  async open(env: Record<string, string>, demo: boolean) {
    this.server = await Server.start(env, demo)
    this.url = this.server.url
    this.browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS })
  }

  async close() {
    await this.browser?.close()
    this.proxy?.stop()
    await this.server?.stop()
  }

  /** The running server: `story.backend.nameServer`, `story.backend.log()`. */
  get backend(): Server {
    if (!this.server) throw new Error('the story has not begun')
    return this.server
  }

  /** A call of the API as an administrator (or viewer); refuses to go on after a failure. */
  async api<T = unknown>(method: string, path: string, body?: unknown, as: Role = 'admin'): Promise<T> {
    const answer = await this.backend.call<T>(method, path, body, await this.token(as))
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** Hostinger's simulator, from now on behind a proxy: `(await story.vendor()).fault('down')`. */
  async vendor(): Promise<Vendor> {
    if (!this.proxy) {
      const account = await this.api<{ base_url: string }>('GET', '/api/hosting/providers/hostinger')
      this.proxy = await Vendor.start(account.base_url)
      const settings = { base_url: this.proxy.url, api_key: VENDOR_TOKEN }
      await this.api('POST', '/api/hosting/providers/hostinger/configure', settings)
    }
    return this.proxy
  }

  /** A page without a session. */
  async page(path = '/', visit: Visit = {}): Promise<Page> {
    const context = await this.context(visit)
    const page = await context.newPage()
    await page.goto(this.url + path)
    return page
  }

  /** A page of somebody who has signed in. */
  async signedIn(path = '/', visit: Visit = {}): Promise<Page> {
    const context = await this.context(visit)
    const token = await this.token(visit.as ?? 'admin')
    await context.addCookies([
      { name: 'setec_token', value: token, url: this.url, httpOnly: true, secure: true, sameSite: 'Strict' },
    ])
    const page = await context.newPage()
    await page.goto(this.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }

  /** Ends all sessions of a role, as an expiry would. */
  async endSessions(as: Role = 'admin') {
    await this.api('POST', '/api/auth/logout', undefined, as)
    this.tokens.delete(as)
  }

  /** Console lines that this test brings about on purpose. */
  forgive(pattern: RegExp) {
    this.forgiven.push(pattern)
  }

  /** No serious or critical finding of axe, in light and dark. `within` narrows to a part of the page. */
  async axe(page: Page, within?: string) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-mantine-color-scheme='${colorScheme}']`).waitFor()
      await still(page)
      await page.evaluate(axe.source)
      const findings = await page.evaluate(async (selector) => {
        const run = (globalThis as unknown as { axe: typeof axe }).axe
        const result = await run.run(selector ?? document, { resultTypes: ['violations'] })
        return result.violations.map((violation) => ({
          id: violation.id,
          impact: violation.impact,
          nodes: violation.nodes
            .slice(0, 5)
            .map((node) => `${node.target.join(' ')} | ${node.failureSummary ?? ''} | ${node.html.slice(0, 160)}`),
        }))
      }, within)
      const serious = findings.filter((finding) => finding.impact === 'serious' || finding.impact === 'critical')
      expect(serious, `axe, ${colorScheme}, ${page.url()}`).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }

  /** After every test. */
  async settle() {
    const { problems, forgiven } = this
    await Promise.all(this.contexts.map((context) => context.close()))
    this.contexts = []
    this.problems = []
    this.forgiven = []
    this.proxy?.heal()
    expect(problems.filter((problem) => !forgiven.some((pattern) => pattern.test(problem)))).toEqual([])
  }

  /** The session of a role, for calls of `backend`. */
  async token(as: Role): Promise<string> {
    const known = this.tokens.get(as)
    if (known) return known
    const username = as === 'admin' ? 'admin' : 'onlooker'
    if (as === 'viewer') {
      const admin = await this.token('admin')
      const made = await this.backend.call(
        'POST',
        '/api/users',
        { name: username, password: PASSWORD, role: 'viewer' },
        admin,
      )
      if (made.status >= 400 && made.status !== 409) throw new Error(`no viewer: ${JSON.stringify(made.body)}`)
    }
    const answer = await this.backend.call<{ token: string }>('POST', '/api/auth/login', {
      username,
      password: PASSWORD,
    })
    if (answer.status !== 200) throw new Error(`no sign-in: ${JSON.stringify(answer.body)}`)
    this.tokens.set(as, answer.body.token)
    return answer.body.token
  }

  private async context(visit: Visit): Promise<BrowserContext> {
    if (!this.browser) throw new Error('the story has not begun')
    const context = await this.browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: visit.viewport ?? { width: 1440, height: 900 },
      colorScheme: visit.scheme ?? 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
    })
    context.setDefaultTimeout(20_000)
    context.on('page', (page) => this.watch(page))
    this.contexts.push(context)
    return context
  }

  private watch(page: Page) {
    page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      // The browser's own note of a refused request: what the page makes of it is the story's business.
      if (/^Failed to load resource: (the server responded|net::)/.test(message.text())) return
      if (message.type() === 'warning' && !/content security policy/i.test(message.text())) return
      this.problems.push(`console: ${message.text()}`)
    })
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (protocol === 'data:' || protocol === 'blob:' || origin === this.url) return
      this.problems.push(`request to another host: ${request.url()}`)
    })
  }
}

/** Waits until nothing changes its colour or place: contrast in the middle of a transition is nobody's. */
async function still(page: Page) {
  const moving = () => document.getAnimations().filter((one) => one instanceof CSSTransition).length
  await expect.poll(() => page.evaluate(moving)).toBe(0)
}

/** One server and one browser for all tests of a file; without the demo there is nothing but the administrator. */
export function useStory(env: Record<string, string> = {}, { demo = true } = {}): Story {
  const story = new Story()
  beforeAll(() => story.open(env, demo))
  afterEach(() => story.settle())
  afterAll(() => story.close())
  return story
}
