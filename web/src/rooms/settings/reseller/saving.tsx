// What the dialogs of an `EditableList` do with what was entered.
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifyDone } from '@/parts/notify'

interface Save<Values> {
  save: (values: Values) => Promise<unknown>
  /** Told in the corner. */
  done: string
  close: () => void
  onError?: (error: unknown) => void
}

/** Saves, tells it, and closes the dialog once the lists show it. */
export function useSave<Values = void>({ save, done, close, onError }: Save<Values>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      notifyDone(done)
      await client.invalidateQueries({ queryKey: ['reseller'] })
      close()
    },
    ...(onError ? { onError } : {}),
  })
}

interface Buttons {
  action: string
  close: () => void
  busy: boolean
  disabled?: boolean
}

export function SaveButtons({ action, close, busy, disabled }: Buttons) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={close}>
        Cancel
      </Button>
      <Button type="submit" disabled={disabled} loading={busy}>
        {action}
      </Button>
    </Group>
  )
}
