import { useQueryClient } from '@tanstack/react-query'
import { api, ok, type Schemas } from '@/api/client'
import { notifyDone } from '@/parts/notify'
import { DeleteMany } from '../DeleteMany'

interface Props {
  users: Schemas['UserBody'][]
  close: () => void
  onDone: () => void
}

export function DeleteUsers({ users, close, onDone }: Props) {
  const client = useQueryClient()
  const jobs = users.map((user) => ({
    id: user.id,
    label: user.name,
    run: () => ok(api.DELETE('/api/users/{id}', { params: { path: { id: user.id } } })),
  }))
  return (
    <DeleteMany
      jobs={jobs}
      action={users.length === 1 ? 'Delete user' : `Delete ${users.length} users`}
      close={close}
      onTried={() => client.invalidateQueries({ queryKey: ['users'] })}
      onDone={() => {
        notifyDone(users.length === 1 ? 'The user is deleted' : `${users.length} users are deleted`)
        onDone()
      }}
    >
      Their sessions end at once: {users.map((user) => user.name).join(', ')}. What they did stays in the activity.
    </DeleteMany>
  )
}
