import createClient from 'openapi-fetch'
import { untilSignedIn } from '@/app/session-gate'
import { ApiError, unreachable } from './error'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

/** These answer 401 about the words just typed, not about the session. */
const SIGN_IN_PATHS = ['/api/auth/login', '/api/auth/status', '/api/auth/logout']

/** Sends a request; one that meets an ended session waits for a new sign-in and is sent again. */
async function send(request: Request): Promise<Response> {
  const again = request.clone()
  let response: Response
  try {
    response = await fetch(request)
  } catch (error) {
    if (request.signal.aborted) throw error
    throw unreachable()
  }
  const path = new URL(request.url).pathname
  if (response.status !== 401 || SIGN_IN_PATHS.includes(path)) return response
  await untilSignedIn(request.signal)
  return send(again)
}

/** The typed client of our own API: `api.GET('/api/hosting/providers')`. Wrap each call in `ok`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: send, credentials: 'same-origin' })

export interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of a call, or its error thrown as `ApiError`. */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call
  if (response.ok) return data as T
  const body = typeof error === 'object' && error !== null ? error : {}
  throw new ApiError(response.status, body, response.headers)
}
