// SPF (RFC 7208) as far as it can be judged without asking anybody.

/** What a policy costs by itself: each of these is one of the ten look-ups. */
export function spfLookups(policy: string): number {
  return policy
    .split(/\s+/)
    .slice(1)
    .filter((term) => /^[+\-~?]?(include:|a([:/]|$)|mx([:/]|$)|ptr(:|$)|exists:)|^redirect=/i.test(term)).length
}

export function isSpf(text: string): boolean {
  return /^v=spf1(\s|$)/i.test(text)
}

/** What is doubtful about a policy. */
export function spfHints(policy: string): string[] {
  const hints: string[] = []
  const terms = policy.trim().split(/\s+/).slice(1)
  const lookups = spfLookups(policy)
  if (lookups > 10) hints.push(`It needs ${lookups} look-ups; receivers stop at 10 and treat it as an error.`)
  else if (lookups > 7) hints.push(`It needs ${lookups} look-ups by itself, includes not counted; 10 are allowed.`)
  const all = terms.findIndex((term) => /^[+\-~?]?all$/i.test(term))
  if (all < 0 && !terms.some((term) => /^redirect=/i.test(term)))
    hints.push('It does not end in "all": mail from elsewhere is not judged. Usual are -all and ~all.')
  if (all >= 0 && all < terms.length - 1) hints.push('What stands behind "all" is never looked at.')
  if (/^\+?all$/i.test(terms[all] ?? '')) hints.push('"+all" lets the whole internet send mail in this name.')
  const odd = terms.find(
    (term) =>
      !/^[+\-~?]?(all|include:\S+|a([:/]\S*)?|mx([:/]\S*)?|ptr(:\S*)?|ip4:\S+|ip6:\S+|exists:\S+)$|^\w+=\S*$/i.test(
        term,
      ),
  )
  if (odd) hints.push(`"${odd}" is not part of SPF.`)
  return hints
}

export interface SpfChoices {
  mx: boolean
  a: boolean
  includes: readonly string[]
  addresses: readonly string[]
  others: '-' | '~' | '?'
}

/** The policy for some choices. */
export function buildSpf({ mx, a, includes, addresses, others }: SpfChoices): string {
  const terms = ['v=spf1']
  if (mx) terms.push('mx')
  if (a) terms.push('a')
  for (const address of addresses) terms.push(`${address.includes(':') ? 'ip6' : 'ip4'}:${address}`)
  for (const include of includes) terms.push(`include:${include}`)
  terms.push(`${others}all`)
  return terms.join(' ')
}

/** One policy that lets through what either did; a name can have only one. */
export function mergeSpf(existing: string, added: string): string {
  const own = existing.trim().split(/\s+/)
  const end = own.findIndex((term) => /^[+\-~?]?all$|^redirect=/i.test(term))
  const head = end < 0 ? own : own.slice(0, end)
  const tail = end < 0 ? [] : own.slice(end)
  const fresh = added
    .trim()
    .split(/\s+/)
    .slice(1)
    .filter((term) => !/^[+\-~?]?all$/i.test(term) && !own.some((known) => known.toLowerCase() === term.toLowerCase()))
  const all =
    tail.length > 0
      ? tail
      : added
          .trim()
          .split(/\s+/)
          .filter((term) => /^[+\-~?]?all$/i.test(term))
  return [...head, ...fresh, ...all].join(' ')
}
