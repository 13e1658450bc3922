import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useZone } from '../zone/context'

/** Leaving a zone with staged changes asks. */
export function LeaveGuard() {
  const { stage, clear, account, zone } = useZone()
  const home = `/dns/${account}/${zone}`
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => stage.size > 0 && decodeURI(next.pathname).replace(/\/$/, '') !== home,
    enableBeforeUnload: () => stage.size > 0,
    withResolver: true,
  })
  const isAsked = blocker.status === 'blocked'
  const count = stage.size === 1 ? 'A change' : `${stage.size} changes`
  return (
    <Modal opened={isAsked} onClose={() => blocker.reset?.()} title={`Leave ${zone}?`}>
      <Stack gap="md">
        <Text size="sm">
          {count} of {zone} {stage.size === 1 ? 'is' : 'are'} staged and not applied. Kept,{' '}
          {stage.size === 1 ? 'it waits' : 'they wait'} here for as long as this browser tab is open.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
            Stay
          </Button>
          <Button
            variant="default"
            onClick={() => {
              clear()
              blocker.proceed?.()
            }}
          >
            Discard and leave
          </Button>
          <Button onClick={() => blocker.proceed?.()}>Keep and leave</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
