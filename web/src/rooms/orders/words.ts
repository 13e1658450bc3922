import type { Schemas } from '@/api/client'

export const KINDS: Record<Schemas['OrderKind'], string> = {
  register_domain: 'Domain registration',
  renew_domain: 'Domain renewal',
  transfer_domain: 'Domain transfer',
  restore_domain: 'Domain restore',
  create_server: 'New server',
  renew_subscription: 'Subscription renewal',
}

/** `waiting` beside the API's states: the one that somebody has to act on. */
export const STATE_CHOICES = [
  { value: 'waiting', label: 'Waits for approval' },
  { value: 'unknown', label: 'Unknown' },
  { value: 'sent', label: 'Sent' },
  { value: 'confirmed', label: 'Confirmed' },
  { value: 'quoted', label: 'Quoted' },
  { value: 'completed', label: 'Completed' },
  { value: 'failed', label: 'Failed' },
] as const

/** The API's words begin in lower case; a line of its own does not. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
