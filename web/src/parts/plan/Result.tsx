// What an apply has changed, with the way back.
import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '@/api/client'
import { countChanges, DiffFrame, PlanDiff } from './PlanDiff'

interface Props {
  applied: Schemas['AppliedBody']
  isUndo: boolean
  onUndo: (() => void) | undefined
  account: string
  zone: string
  onClose: () => void
}

export function Result({ applied, isUndo, onUndo, account, zone, onClose }: Props) {
  return (
    <Stack gap="md">
      <Alert
        color="green"
        variant="light"
        role="status"
        icon={<IconCircleCheck aria-hidden />}
        title={isUndo ? 'Undone' : 'Applied'}
        styles={{ message: { color: 'inherit' } }}
      >
        <Text size="sm">
          {countChanges(applied.changes)} in {zone}.{' '}
          {applied.visible
            ? `${account} shows all of it already.`
            : `${account} took it, but does not show all of it yet.`}{' '}
          <Anchor
            component={Link}
            to={`/dns/${account}/${zone}`}
            search={{ tab: 'live' } as never}
            size="sm"
            c="inherit"
            td="underline"
            onClick={onClose}
          >
            Is it live?
          </Anchor>
        </Text>
      </Alert>
      <DiffFrame>
        <PlanDiff changes={applied.changes} zone={zone} />
      </DiffFrame>
      <Group justify="flex-end" gap="xs">
        {onUndo && (
          <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={onUndo}>
            Undo
          </Button>
        )}
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  )
}
