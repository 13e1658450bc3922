import { Stack } from '@mantine/core'
import { useZone } from './context'
import { DangerPanel } from './settings/DangerPanel'
import { ProtectionPanel } from './settings/ProtectionPanel'
import { SecondariesPanel } from './settings/SecondariesPanel'
import { SnapshotsPanel } from './settings/SnapshotsPanel'

export function SettingsTab() {
  const { capabilities } = useZone()
  return (
    <Stack gap="md">
      <ProtectionPanel />
      <SecondariesPanel />
      {capabilities.includes('dns.snapshots') && <SnapshotsPanel />}
      <DangerPanel />
    </Stack>
  )
}
