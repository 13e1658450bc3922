// Calls of paths that the schema of this build does not have; the answer's shape is the caller's word for it.
//   const rules = await ok(loose.GET<PriceRule[]>('/api/reseller/prices'))
import { api, type Answer } from './client'

interface Options {
  params?: {
    path?: Record<string, string>
    query?: Record<string, string | number | boolean | undefined>
    header?: Record<string, string>
  }
  body?: unknown
  signal?: AbortSignal
}

type Call = <T = unknown>(path: string, options?: Options) => Promise<Answer<T>>

export const loose = api as unknown as Record<'GET' | 'PUT' | 'POST' | 'DELETE', Call>
