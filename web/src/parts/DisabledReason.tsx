// What cannot be done is shown, disabled, with the reason on hover and for screen readers.
//   <DisabledReason reason={readOnly ?? (canRenew ? undefined : 'Hostinger renews through subscriptions')}>
//     {(off) => <Button onClick={renew} {...off}>Renew</Button>}
//   </DisabledReason>
import { Tooltip } from '@mantine/core'
import { useId, type ReactNode } from 'react'

interface Off {
  /** Not `disabled`: a disabled button gets no focus, so nobody could learn the reason. */
  'data-disabled'?: true
  'aria-disabled'?: true
  'aria-describedby'?: string
  onClick?: (event: React.SyntheticEvent) => void
}

/** Spread `off` last: it replaces `onClick` while there is a reason. */
export function DisabledReason({
  reason,
  children,
}: {
  reason: string | undefined
  children: (off: Off) => ReactNode
}) {
  const id = useId()
  if (!reason) return children({})
  const off: Off = {
    'data-disabled': true,
    'aria-disabled': true,
    'aria-describedby': id,
    onClick: (event) => event.preventDefault(),
  }
  return (
    <Tooltip label={reason}>
      <span>
        {children(off)}
        <span id={id} className="visually-hidden">
          {reason}
        </span>
      </span>
    </Tooltip>
  )
}
