import { Alert, List, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Schemas } from '@/api/client'
import { sentence } from '@/api/error'
import { TimeText } from '@/parts/TimeText'

/** Accounts whose zones could not be asked for just now; what they told last is in the list. */
export function AccountProblems({ accounts }: { accounts: Schemas['AccountZonesBody'][] | undefined }) {
  const failing = (accounts ?? []).filter((account) => account.problem)
  if (failing.length === 0) return null
  return (
    <Alert
      color="yellow"
      variant="light"
      role="status"
      mb="md"
      icon={<IconAlertTriangle aria-hidden />}
      title={failing.length === 1 ? 'An account did not answer' : `${failing.length} accounts did not answer`}
      styles={{ message: { color: 'inherit' } }}
    >
      <List size="sm">
        {failing.map((account) => (
          <List.Item key={account.account}>
            <b>{account.account}</b>: {sentence(account.problem ?? '')}
            {account.asked_at ? (
              <Text span inherit>
                {' '}
                Its {account.zones} zones are shown as of <TimeText at={account.asked_at} />.
              </Text>
            ) : (
              ' Its zones are not known yet.'
            )}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
