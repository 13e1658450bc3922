import { Ordered } from './Ordered'
import { OrderForm } from './OrderForm'
import { KINDS, type OrderKind } from './kinds'

/** What the address holds of a purchase: the offer that was chosen, and the order that came of it. */
export interface Choice {
  domain?: string | undefined
  account?: string | undefined
  order?: string | undefined
}

interface Props {
  kind: OrderKind
  choice: Choice
  go: (change: Choice) => void
}

export const isChosen = ({ order, domain, account }: Choice) =>
  order !== undefined || (domain !== undefined && account !== undefined)

/** The form of what was chosen, and then its order; nothing before. */
export function Chosen({ kind, choice: { domain, account, order }, go }: Props) {
  const { title } = KINDS[kind]
  if (order !== undefined)
    return (
      <Ordered
        title={`${title} ${domain ?? 'a domain'}`}
        order={order}
        domain={domain}
        account={account}
        next={`${title} another one`}
        onForm={() => go({ order: undefined })}
        onNext={() => go({ order: undefined, domain: undefined, account: undefined })}
      />
    )
  if (domain === undefined || account === undefined) return null
  return (
    <OrderForm
      key={`${account} ${domain}`}
      kind={kind}
      account={account}
      domain={domain}
      onBack={() => go({ domain: undefined, account: undefined })}
      onOrdered={(next) => go({ order: next })}
    />
  )
}
