import { Box } from '@mantine/core'
import { useState } from 'react'
import { ChangePassword } from '@/app/UserMenu'
import { useSession } from '@/app/session'
import { Panel } from '@/parts/Panel'

export function Password() {
  const { user } = useSession()
  // A fresh form after each change and each "Cancel": nothing typed stays.
  const [round, setRound] = useState(0)
  return (
    <Panel title="Password" description={user ? `Of ${user.name}. At least 10 characters.` : undefined}>
      <Box maw={420}>
        <ChangePassword key={round} onDone={() => setRound(round + 1)} />
      </Box>
    </Panel>
  )
}
