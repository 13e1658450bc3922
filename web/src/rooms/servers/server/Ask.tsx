// A button for a change of a server that asks first.
//   <Ask label="Stop" title="Stop web-1?" action="Stop" reason={readOnly} run={() => ...}>What will happen</Ask>
import { Button, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'

interface Props extends ButtonProps {
  label: string
  /** For screen readers, where several buttons have the same label. */
  name?: string
  title: string
  action: string
  typeName?: string
  harmless?: boolean
  reason: string | undefined
  run: () => Promise<unknown>
  children: ReactNode
}

export function Ask({ label, name, title, action, typeName, harmless, reason, run, children, ...button }: Props) {
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <DisabledReason reason={reason}>
        {(off) => (
          <Button variant="default" {...button} aria-label={name} onClick={dialog.open} {...off}>
            {label}
          </Button>
        )}
      </DisabledReason>
      <ConfirmModal
        opened={opened}
        onClose={dialog.close}
        title={title}
        action={action}
        {...(typeName === undefined ? {} : { typeName })}
        {...(harmless ? { harmless } : {})}
        onConfirm={run}
      >
        {children}
      </ConfirmModal>
    </>
  )
}
