import { Button, Group, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTag } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '../DisabledReason'
import { ErrorNote } from '../ErrorState'
import { notifyDone } from '../notify'
import { faultsOf, setTags, useRenewed, type Thing } from './change'
import { TagBadges } from './column'
import { TagsField } from './TagsField'

/** The tags of the thing that a page is about, and the way to change them. */
export function OwnTags({ thing, tags }: { thing: Thing; tags: readonly string[] | undefined }) {
  const readOnly = useReadOnlyReason()
  const [opened, dialog] = useDisclosure()
  if (!tags) return null
  return (
    <Group gap={6} role="group" aria-label="Tags">
      <TagBadges tags={tags} all />
      <DisabledReason reason={readOnly}>
        {(off) => (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconTag size={13} aria-hidden />}
            onClick={dialog.open}
            {...off}
          >
            {tags.length === 0 ? 'Add tags' : 'Edit tags'}
          </Button>
        )}
      </DisabledReason>
      <Modal opened={opened} onClose={dialog.close} title="Tags">
        {opened && <EditTags thing={thing} tags={tags} close={dialog.close} />}
      </Modal>
    </Group>
  )
}

function EditTags({ thing, tags, close }: { thing: Thing; tags: readonly string[]; close: () => void }) {
  const [words, setWords] = useState([...tags])
  const renewed = useRenewed()
  const put = useMutation({
    mutationFn: () => setTags(thing, words),
    onSuccess: async () => {
      await renewed([thing])
      notifyDone('The tags are saved')
      close()
    },
  })
  return (
    <Stack gap="md">
      <TagsField
        label="Tags"
        description="Words such as client:acme; Enter adds one. The provider does not see them."
        value={words}
        onChange={setWords}
        error={faultsOf(put.error, 'tags')}
        autoFocus
      />
      <ErrorNote error={put.error} known={['tags']} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button loading={put.isPending} onClick={() => put.mutate()}>
          Save tags
        </Button>
      </Group>
    </Stack>
  )
}
