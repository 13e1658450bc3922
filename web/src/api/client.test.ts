import { afterEach, expect, test, vi } from 'vitest'
import { openGate } from '@/app/session-gate'
import { api, ok } from './client'
import { ApiError } from './error'

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}

afterEach(() => vi.unstubAllGlobals())

test('a change that meets an ended session is sent again, as it was, after the sign-in', async () => {
  const bodies: string[] = []
  const answers = [answer(401, { error: 'no session', code: 'unauthenticated' }), answer(200, { status: 'created' })]
  vi.stubGlobal('fetch', async (request: Request) => {
    bodies.push(await request.text())
    return answers.shift()
  })
  const record = { type: 'A', name: 'www', content: '192.0.2.1' }
  const path = { provider: 'local', domain: 'demo.test' }
  const sent = ok(api.POST('/api/hosting/providers/{provider}/dns/{domain}', { params: { path }, body: record }))
  await vi.waitFor(() => expect(bodies).toHaveLength(1))
  openGate()
  await expect(sent).resolves.toEqual({ status: 'created' })
  expect(bodies).toEqual([JSON.stringify(record), JSON.stringify(record)])
})

test('a wrong password is an answer, not an ended session', async () => {
  vi.stubGlobal('fetch', async () => answer(401, { error: 'wrong name or password', code: 'unauthenticated' }))
  const signIn = ok(api.POST('/api/auth/login', { body: { username: 'admin', password: 'wrong' } }))
  await expect(signIn).rejects.toMatchObject({ status: 401, message: 'Wrong name or password' })
})

test('a refusal carries its violations, its request and its wait', async () => {
  const body = {
    error: 'ttl: at least 60 seconds; priority: A records have no priority',
    code: 'invalid',
    violations: [
      { field: 'ttl', rule: 'at least 60 seconds' },
      { field: 'priority', rule: 'A records have no priority' },
    ],
  }
  vi.stubGlobal('fetch', async () => answer(400, body, { 'x-request-id': 'r-1', 'retry-after': '7' }))
  const failed = await ok(api.GET('/api/hosting/providers')).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(ApiError)
  const error = failed as ApiError
  expect(error.of('ttl')).toBe('At least 60 seconds')
  expect(error.of('name')).toBeUndefined()
  expect(error.requestId).toBe('r-1')
  expect(error.retryAfter).toBe(7)
})

test('an answer that is no JSON of ours is an error all the same', async () => {
  vi.stubGlobal('fetch', async () => new Response('<html>502</html>', { status: 502 }))
  await expect(ok(api.GET('/api/hosting/providers'))).rejects.toMatchObject({ status: 502 })
})

test('a server that cannot be reached is said in words', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(ok(api.GET('/api/hosting/providers'))).rejects.toMatchObject({
    code: 'network',
    message: expect.stringContaining('cannot be reached') as string,
  })
})
