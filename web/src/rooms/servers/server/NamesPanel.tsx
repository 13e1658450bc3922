import { Panel } from '@/parts/Panel'
import { PointNames } from '../PointNames'
import type { Server } from '../queries'

/** Names that point at the server, and how to point another one at it. */
export function NamesPanel({ server }: { account: string; server: Server }) {
  return (
    <Panel title="Point names at it">
      <PointNames ipv4={server.ipv4} ipv6={server.ipv6} />
    </Panel>
  )
}
