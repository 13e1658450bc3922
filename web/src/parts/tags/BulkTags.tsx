import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { IconTag } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '../DisabledReason'
import { ErrorNote } from '../ErrorState'
import { notifyDone } from '../notify'
import { changeTags, faultsOf, useRenewed, type TaggedThing } from './change'
import { TagsField } from './TagsField'

/** Things of one request at most, which the API says. */
const MOST = 1000

/** Adds tags to selected rows and takes others away: for all of them or for none. */
export function BulkTags({ things, clear }: { things: readonly TaggedThing[]; clear: () => void }) {
  const readOnly = useReadOnlyReason()
  const [chosen, setChosen] = useState<readonly TaggedThing[]>()
  const many = things.length > MOST ? `At most ${MOST.toLocaleString()} are tagged at once` : undefined
  return (
    <>
      <DisabledReason reason={readOnly ?? many}>
        {(off) => (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTag size={14} aria-hidden />}
            onClick={() => setChosen(things)}
            {...off}
          >
            Tags
          </Button>
        )}
      </DisabledReason>
      <Modal
        opened={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        title={chosen && `Tags of ${countOf(chosen)}`}
      >
        {chosen && <Change things={chosen} clear={clear} close={() => setChosen(undefined)} />}
      </Modal>
    </>
  )
}

function countOf(things: readonly TaggedThing[]): string {
  const word = things[0]?.kind ?? 'thing'
  return `${things.length.toLocaleString()} ${word}${things.length === 1 ? '' : 's'}`
}

interface Props {
  things: readonly TaggedThing[]
  clear: () => void
  close: () => void
}

function Change({ things, clear, close }: Props) {
  const [add, setAdd] = useState<string[]>([])
  const [remove, setRemove] = useState<string[]>([])
  const renewed = useRenewed()
  const borne = [...new Set(things.flatMap((thing) => thing.tags))].sort()
  const post = useMutation({
    mutationFn: () => changeTags(things, add, remove),
    onSuccess: async () => {
      await renewed(things)
      notifyDone(`The tags of ${countOf(things)} are saved`)
      clear()
      close()
    },
  })
  const holders = (tag: string) => things.filter((thing) => thing.tags.includes(tag)).length
  const total = things.length.toLocaleString()
  const nothing = add.length === 0 && remove.length === 0 ? 'Type a tag to add or to remove first' : undefined
  return (
    <Stack gap="md">
      <TagsField
        label="Add"
        description="Words such as client:acme; Enter adds one."
        value={add}
        onChange={setAdd}
        error={faultsOf(post.error, 'add')}
        autoFocus
      />
      <TagsField
        label="Remove"
        description={borne.length > 0 ? `On them now: ${borne.join(', ')}.` : 'None of them bears a tag.'}
        value={remove}
        onChange={setRemove}
        error={faultsOf(post.error, 'remove')}
        offered={borne}
      />
      {!nothing && (
        <List size="sm" aria-label="What will happen">
          {add.map((tag) => (
            <List.Item key={`+${tag}`}>
              <b>{tag}</b> is added to {(things.length - holders(tag)).toLocaleString()} of {total}
            </List.Item>
          ))}
          {remove.map((tag) => (
            <List.Item key={`-${tag}`}>
              <b>{tag}</b> is taken from {holders(tag).toLocaleString()} of {total}
            </List.Item>
          ))}
        </List>
      )}
      <Text size="xs" c="dimmed">
        All of them are changed, or none.
      </Text>
      <ErrorNote error={post.error} known={['add', 'remove']} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <DisabledReason reason={nothing}>
          {(off) => (
            <Button loading={post.isPending} onClick={() => post.mutate()} {...off}>
              Change tags
            </Button>
          )}
        </DisabledReason>
      </Group>
    </Stack>
  )
}
