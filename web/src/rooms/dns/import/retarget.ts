import type { RecordSet } from '../records/model'

const HOSTS = new Set(['CNAME', 'ALIAS', 'MX', 'NS', 'PTR', 'SRV', 'HTTPS', 'SVCB'])

/** The set with its targets in one zone moved to another; texts and addresses stay as they are. */
export function retarget(set: RecordSet, from: string, to: string): RecordSet {
  if (!HOSTS.has(set.type)) return set
  const move = (word: string) => {
    const dot = word.endsWith('.') && word !== '.' ? '.' : ''
    const plain = dot ? word.slice(0, -1) : word
    if (plain === from) return to + dot
    return plain.endsWith(`.${from}`) ? plain.slice(0, -from.length) + to + dot : word
  }
  const values = set.values.map((value) => ({ ...value, content: value.content.split(' ').map(move).join(' ') }))
  return { ...set, values }
}
