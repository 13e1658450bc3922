// In what a registration and a transfer differ.
import type { Account } from '@/api/queries/accounts'

export type OrderKind = 'register' | 'transfer'

interface Words {
  /** Before the name, as a title. */
  title: string
  panel: string
  years: string
  /** The field of the years in the request. */
  yearsField: 'period' | 'years'
  hosts: (account: string) => string
  /** The servers that the domain has where none are named. */
  noHosts: (account: string) => string
  asking: (account: string) => string
}

export const KINDS: Record<OrderKind, Words> = {
  register: {
    title: 'Register',
    panel: 'Registration',
    years: 'Years',
    yearsField: 'period',
    hosts: (account) => `One per line; ${account}'s own where empty`,
    noHosts: (account) => `those of ${account}`,
    asking: (account) =>
      `${account} checks the order and names its price. Nothing is bought yet; the price then stands for 15 minutes.`,
  },
  transfer: {
    title: 'Transfer',
    panel: 'Transfer',
    years: 'Years that come with it',
    yearsField: 'years',
    hosts: () => 'One per line. Name those that the domain has, so that it goes on working',
    noHosts: () => 'as they are',
    asking: (account) =>
      `${account} checks the transfer and names its price. Nothing is bought yet; the price then stands for 15 minutes. A transfer takes up to some days; the order shows where it stands.`,
  },
}

/** What an account asks for besides, by what it can do. */
export function demands(account: Account | undefined, kind: OrderKind) {
  const has = (word: string) => account?.capabilities.includes(word) ?? false
  return {
    /** It takes its contacts from profiles that it keeps per TLD. */
    profiles: has('domains.whois'),
    credit: has('credit'),
    payment: has('billing'),
    /** Whether the order says if it renews by itself. */
    renewal: kind === 'register' && has('billing'),
  }
}
