import { api, ok } from '@/api/client'
import type { Action } from './queries'

export type Power = 'start' | 'restart' | 'stop'

export const POWER: Record<Power, { verb: string; effect: string }> = {
  start: { verb: 'Start', effect: 'The server is switched on.' },
  restart: {
    verb: 'Restart',
    effect: 'Everything that runs on it is interrupted until it is up again, usually for a minute or two.',
  },
  stop: { verb: 'Stop', effect: 'Everything that runs on it ends. It goes on costing the same.' },
}

export function setPower(account: string, id: string, power: Power): Promise<Action> {
  const params = { path: { provider: account, id } }
  switch (power) {
    case 'start':
      return ok(api.POST('/api/hosting/providers/{provider}/vms/{id}/start', { params }))
    case 'restart':
      return ok(api.POST('/api/hosting/providers/{provider}/vms/{id}/restart', { params }))
    case 'stop':
      return ok(api.POST('/api/hosting/providers/{provider}/vms/{id}/stop', { params }))
  }
}
