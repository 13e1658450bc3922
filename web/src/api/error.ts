import type { components } from './schema'

export type Violation = components['schemas']['Violation']
type ErrorBody = components['schemas']['ErrorBody']

/** A refused or failed request, in words for people; `code` is the stable word of API.md. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly violations: readonly Violation[]
  readonly applied: readonly string[]
  readonly requestId: string | undefined
  readonly retryAfter: number | undefined

  constructor(status: number, body: Partial<ErrorBody>, headers?: Headers) {
    super(sentence(body.error ?? `The server answered ${status}`))
    this.name = 'ApiError'
    this.status = status
    this.code = body.code ?? 'unknown'
    const single = body.field && body.error ? [{ field: body.field, rule: body.error }] : []
    this.violations = body.violations?.length ? body.violations : single
    this.applied = body.applied ?? []
    this.requestId = body.request_id ?? headers?.get('x-request-id') ?? undefined
    const retry = body.retry_after ?? Number(headers?.get('retry-after') ?? NaN)
    this.retryAfter = Number.isFinite(retry) ? retry : undefined
  }

  /** Nobody knows whether a change was carried out: look before repeating it. */
  get isUncertain(): boolean {
    return this.code === 'provider_protocol' || this.status === 503 || this.status === 504
  }

  /** The violations of one field, as one text for beneath its input. */
  of(field: string): string | undefined {
    const rules = this.violations.filter((violation) => violation.field === field).map((violation) => violation.rule)
    return rules.length > 0 ? rules.map(sentence).join('. ') : undefined
  }
}

/** The browser could not reach our own server at all. */
export function unreachable(): ApiError {
  return new ApiError(0, {
    error: 'Setec Manager cannot be reached. Check the network, then try again.',
    code: 'network',
  })
}

/** Whatever was thrown, as an `ApiError`. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  const text = error instanceof Error ? error.message : String(error)
  return new ApiError(0, { error: text, code: 'client' })
}

/** The API's messages begin in lower case so that programs can join them. */
export function sentence(text: string): string {
  return /^[a-z]+[\s,']/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}
