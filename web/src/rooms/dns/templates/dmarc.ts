export interface DmarcChoices {
  policy: 'none' | 'quarantine' | 'reject'
  /** Where daily reports go. */
  reports: string
  percent: number
  strict: boolean
}

export function buildDmarc({ policy, reports, percent, strict }: DmarcChoices): string {
  const parts = ['v=DMARC1', `p=${policy}`]
  if (percent < 100 && policy !== 'none') parts.push(`pct=${percent}`)
  if (reports.trim()) parts.push(`rua=${reports.trim().replace(/^(mailto:)?/, 'mailto:')}`)
  if (strict) parts.push('adkim=s', 'aspf=s')
  return parts.join('; ')
}

/** The choices behind a policy, as far as they are known here. */
export function readDmarc(text: string | undefined): DmarcChoices {
  const tags = new Map(
    (text ?? '').split(';').map((part) => {
      const [tag = '', ...value] = part.trim().split('=')
      return [tag.trim(), value.join('=').trim()]
    }),
  )
  const policy = tags.get('p')
  const percent = Number(tags.get('pct') ?? 100)
  return {
    policy: policy === 'quarantine' || policy === 'reject' ? policy : 'none',
    reports: (tags.get('rua') ?? '').replace(/^mailto:/, ''),
    percent: Number.isFinite(percent) ? percent : 100,
    strict: tags.get('adkim') === 's' && tags.get('aspf') === 's',
  }
}

/** A DKIM key as it was pasted, from PEM, a zone file line or the record itself. */
export function tidyDkim(pasted: string): string {
  const quoted = pasted.match(/"(?:[^"\\]|\\.)*"/g)
  const text = quoted ? quoted.map((piece) => piece.slice(1, -1)).join('') : pasted
  const pem = /-----BEGIN [A-Z ]*PUBLIC KEY-----([\s\S]+?)-----END/.exec(text)
  const bare = (pem?.[1] ?? text).trim()
  if (/(^|;)\s*p=/.test(bare)) return bare.replace(/\s*\n\s*/g, '')
  const key = bare.replace(/\s+/g, '')
  return key === '' ? '' : `v=DKIM1; k=${key.length < 60 ? 'ed25519' : 'rsa'}; p=${key}`
}
