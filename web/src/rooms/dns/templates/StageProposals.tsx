import { Button, Group, Stack, Text } from '@mantine/core'
import { useZone } from '../zone/context'
import { keyOf, sameData } from '../records/model'
import { ValueLine } from '../records/cells'
import { checkSet } from '../records/check'
import type { Proposal } from './mail'

/** What a template would stage, and the button that does. */
export function StageProposals({ proposals, onBack }: { proposals: readonly Proposal[]; onBack: () => void }) {
  const { after, putAll, go, zone, facts, whyLocked } = useZone()
  const open = proposals.filter((one) => !sameData(after.get(keyOf(one.name, one.type)), one.next))
  const faults = open.flatMap((one) => {
    const sets = new Map(after)
    sets.delete(keyOf(one.name, one.type))
    const locked = whyLocked(one.name, one.type)
    const { errors } = checkSet(
      { name: one.name, type: one.type, ttl: one.next.ttl, values: one.next.values },
      { zone, sets, minTtl: facts.min, maxTtl: facts.max },
    )
    return [...(locked ? [`${one.name} ${one.type}: ${locked}`] : []), ...Object.values(errors)]
  })
  return (
    <Stack gap="md">
      <Stack
        gap={0}
        role="list"
        aria-label="What will be staged"
        style={{ border: '1px solid var(--setec-line)', borderRadius: 4 }}
      >
        {proposals.map((one) => {
          const known = after.get(keyOf(one.name, one.type))
          const isDone = sameData(known, one.next)
          return (
            <div
              key={keyOf(one.name, one.type)}
              role="listitem"
              style={{ padding: '8px 12px', borderBottom: '1px solid var(--setec-line)' }}
            >
              <Group gap={8}>
                <Text size="sm" fw={600}>
                  {one.name} <span className="mono">{one.type}</span>
                </Text>
                <Text size="xs" c="dimmed">
                  {isDone ? 'is so already' : known ? `${one.why}; takes the place of what is there` : one.why}
                </Text>
              </Group>
              {one.next.values.map((value) => (
                <ValueLine key={`${value.priority} ${value.content}`} type={one.type} value={value} />
              ))}
            </div>
          )
        })}
        {proposals.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            Fill in the form above.
          </Text>
        )}
      </Stack>
      {faults.map((fault) => (
        <Text key={fault} size="sm" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      ))}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button
          disabled={open.length === 0 || faults.length > 0}
          onClick={() => {
            putAll(open)
            go({ open: undefined, template: undefined })
          }}
        >
          {open.length === 0
            ? 'Nothing to stage'
            : open.length === 1
              ? 'Stage 1 change'
              : `Stage ${open.length} changes`}
        </Button>
      </Group>
    </Stack>
  )
}
