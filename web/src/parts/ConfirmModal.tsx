// Asks before something that cannot be undone; `typeName` must be typed for what is lost for good.
//   <ConfirmModal opened={open} onClose={close} title="Remove hostinger" typeName="hostinger" action="Remove"
//     onConfirm={() => remove.mutateAsync('hostinger')}>What will happen</ConfirmModal>
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { ErrorNote } from './ErrorState'

interface Props {
  opened: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** The button's word, such as `Remove`. */
  action: string
  /** The word of the other button, where `Cancel` would be misread. */
  keep?: string
  /** What has to be typed first. */
  typeName?: string
  /** Not red where nothing is lost. */
  harmless?: boolean
  /** Closes when done; a rejection stays in the dialog. */
  onConfirm: () => Promise<unknown>
}

export function ConfirmModal(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      {props.opened && <Question {...props} />}
    </Modal>
  )
}

function Question({ onClose, children, action, keep, typeName, harmless, onConfirm }: Props) {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const may = typeName === undefined || typed.trim() === typeName

  async function confirm() {
    if (!may || busy) return
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      <Stack gap="md">
        <Text component="div" size="sm">
          {children}
        </Text>
        {typeName !== undefined && (
          <TextInput
            label={
              <>
                Type <b>{typeName}</b> to confirm
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        <ErrorNote error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {keep ?? 'Cancel'}
          </Button>
          <Button type="submit" color={harmless ? undefined : 'red.8'} disabled={!may} loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
