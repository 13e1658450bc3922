// What did happen, in the corner. Failures of a change stay beside their button (ErrorNote) instead.
import { notifications } from '@mantine/notifications'
import { IconCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { asApiError } from '@/api/error'

export function notifyDone(title: string, message: ReactNode = undefined) {
  notifications.show({ title, message, color: 'green', icon: <IconCheck size={16} />, autoClose: 5000 })
}

export function notifyInfo(title: string, message: ReactNode = undefined) {
  notifications.show({ title, message, color: 'ink', icon: <IconInfoCircle size={16} />, autoClose: 7000 })
}

/** For changes without a place of their own, such as a switch in a row. Stays until it is closed. */
export function notifyFailed(title: string, error: unknown) {
  const failure = asApiError(error)
  const request = failure.requestId ? ` (request ${failure.requestId})` : ''
  notifications.show({ title, message: failure.message + request, color: 'red', autoClose: false })
}
