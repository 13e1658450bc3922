import type { Schemas } from '@/api/client'

export interface Copy {
  account: string
  id: string
  name: string
}

/** One key, and every account that has it. */
export interface KeyRow {
  /** The fingerprint; the key itself where it cannot be read. */
  key: string
  name: string
  fingerprint: string
  type: string
  comment: string
  publicKey: string
  copies: Copy[]
}

/** The keys of all accounts, grouped by fingerprint. */
export function groupKeys(lists: readonly { account: string; keys: readonly Schemas['SshKey'][] }[]): KeyRow[] {
  const rows = new Map<string, KeyRow>()
  for (const { account, keys } of lists) {
    for (const one of keys) {
      const key = one.fingerprint || one.public_key
      const row = rows.get(key)
      const copy = { account, id: one.id, name: one.name }
      if (row) {
        row.copies.push(copy)
        continue
      }
      const [type = '', , ...comment] = one.public_key.trim().split(/\s+/)
      rows.set(key, {
        key,
        name: one.name,
        fingerprint: one.fingerprint,
        type: typeLabel(type),
        comment: comment.join(' '),
        publicKey: one.public_key,
        copies: [copy],
      })
    }
  }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name))
}

const TYPES: Record<string, string> = {
  'ssh-ed25519': 'Ed25519',
  'ssh-rsa': 'RSA',
  'ssh-dss': 'DSA',
  'ecdsa-sha2-nistp256': 'ECDSA P-256',
  'ecdsa-sha2-nistp384': 'ECDSA P-384',
  'ecdsa-sha2-nistp521': 'ECDSA P-521',
  'sk-ssh-ed25519@openssh.com': 'Ed25519, security key',
  'sk-ecdsa-sha2-nistp256@openssh.com': 'ECDSA, security key',
}

export function typeLabel(type: string): string {
  return TYPES[type] ?? type
}

export interface ReadKey {
  type: string
  blob: Uint8Array<ArrayBuffer>
  comment: string
}

/** Reads OpenSSH's one-line form; a text is what is wrong with it. */
export function readPublicKey(text: string): ReadKey | string {
  const line = text.trim()
  if (line === '') return 'Paste a public key'
  if (line.includes('PRIVATE KEY')) {
    return 'This is a private key: it must never leave your machine. Paste the line of the file that ends in .pub'
  }
  if (/BEGIN SSH2 PUBLIC KEY/.test(line)) return 'Convert it with ssh-keygen -i -f FILE and paste the line that prints'
  if (line.includes('\n')) return 'One key at a time, on one line'
  const [type = '', data = '', ...comment] = line.split(/\s+/)
  const shape = 'A public key looks like: ssh-ed25519 AAAAC3... name@host'
  if (!Object.hasOwn(TYPES, type) || data === '') return shape
  let blob: Uint8Array<ArrayBuffer>
  try {
    blob = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
  } catch {
    return 'The key is cut off or has letters that do not belong there'
  }
  if (typeInside(blob) !== type) return 'The key is cut off, or is not of the type that it says'
  return { type, blob, comment: comment.join(' ') }
}

/** The type inside the blob (RFC 4253 section 6.6), if all of its fields are there. */
function typeInside(blob: Uint8Array): string | undefined {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  let type: string | undefined
  let at = 0
  while (at + 4 <= blob.length) {
    const end = at + 4 + view.getUint32(at)
    if (end > blob.length) return undefined
    type ??= String.fromCharCode(...blob.subarray(at + 4, end))
    at = end
  }
  return at === blob.length ? type : undefined
}

/** As `ssh-keygen -l` prints it. */
export async function fingerprintOf(blob: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', blob))
  return `SHA256:${btoa(String.fromCharCode(...digest)).replace(/=+$/, '')}`
}
