import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react'
import { useReadOnlyReason } from '@/app/session'
import { POWER, setPower, type Power } from '../power'
import type { Server } from '../queries'
import { Ask } from './Ask'
import { useChanged } from './useActions'

const ICONS = { start: IconPlayerPlay, restart: IconRefresh, stop: IconPlayerStop }

export function PowerButtons({ account, server, busy }: { account: string; server: Server; busy: boolean }) {
  const readOnly = useReadOnlyReason()
  const changed = useChanged(account, server.id)

  function reason(power: Power): string | undefined {
    if (readOnly) return readOnly
    if (busy) return 'Another action is under way at this server'
    if (server.status === 'creating') return 'The server is still being made'
    if (server.status === 'suspended') return 'The provider has suspended the server'
    if (power === 'start' && server.status === 'running') return 'The server is running'
    if (power !== 'start' && server.status === 'stopped') return 'The server is stopped'
    return undefined
  }

  return (['start', 'restart', 'stop'] as const).map((power) => {
    const Mark = ICONS[power]
    const { verb, effect } = POWER[power]
    return (
      <Ask
        key={power}
        label={verb}
        title={`${verb} ${server.name}?`}
        action={verb}
        harmless={power === 'start'}
        reason={reason(power)}
        leftSection={<Mark size={16} aria-hidden />}
        run={async () => {
          await setPower(account, server.id, power)
          await changed()
        }}
      >
        {effect}
      </Ask>
    )
  })
}
