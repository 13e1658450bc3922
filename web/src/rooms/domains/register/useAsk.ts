import { useMutation } from '@tanstack/react-query'
import { asApiError, sentence } from '@/api/error'
import { askQuote, type QuoteRequest } from '@/parts/Purchase'

/** Asks for the price of what a form says, and forgets it as soon as the form says something else. */
export function useAsk(account: string, request: object) {
  const asked = JSON.stringify(request)
  const ask = useMutation({
    mutationFn: async (secrets: object) => ({
      words: asked,
      quote: await askQuote(account, { ...request, ...secrets } as QuoteRequest),
    }),
    // What is secret goes with the question and stays in no cache.
    gcTime: 0,
  })
  const isOld = ask.data !== undefined && ask.data.words !== asked
  const failure = ask.error ? asApiError(ask.error) : undefined
  return {
    quote: isOld ? undefined : ask.data?.quote,
    isOld,
    isPending: ask.isPending,
    error: ask.error,
    reset: ask.reset,
    /** `secrets` are fields that must not be remembered; empty ones are left out. */
    send: (secrets: Record<string, string>, onDone: () => void) => {
      if (ask.isPending) return
      const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''))
      ask.mutate(given, { onSuccess: onDone })
    },
    /** The server's words for a field. */
    ruleOf: (field: string) => {
      const rule = failure?.of(field)
      return rule && sentence(rule)
    },
  }
}
