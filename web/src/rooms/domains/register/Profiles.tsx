import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconUserCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorState } from '@/parts/ErrorState'
import { WhoisForm } from '@/parts/WhoisForm'
import { tldOf } from '../model'
import { whoisQuery } from '../queries'

/** Whose data the registrar takes for a domain, where it keeps profiles per TLD. */
export function Profiles({ account, domain }: { account: string; domain: string }) {
  const tld = tldOf(domain)
  const readOnly = useReadOnlyReason()
  const [making, setMaking] = useState(false)
  const query = useQuery(whoisQuery(account))
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton height={40} />
  const fitting = query.data.filter((profile) => profile.tld === tld)
  return (
    <Stack gap="xs">
      {fitting.map((profile) => {
        const { first_name, last_name, company_name, city } = profile.whois_details
        return (
          <Group key={profile.id} gap="xs" wrap="nowrap">
            <IconUserCheck size={16} aria-hidden />
            <Text size="sm">
              {[company_name, [first_name, last_name].filter(Boolean).join(' '), city, profile.country]
                .filter(Boolean)
                .join(', ')}
              <Text span size="xs" c="dimmed">
                {' '}
                profile {profile.id}
              </Text>
            </Text>
          </Group>
        )
      })}
      {fitting.length === 0 && (
        <Alert color="yellow" variant="light" p="sm" icon={<IconAlertTriangle aria-hidden />}>
          <Group justify="space-between" gap="sm">
            <Text size="sm">
              {account} has no WHOIS profile for .{tld} yet, and needs one.
            </Text>
            <DisabledReason reason={readOnly}>
              {(off) => (
                <Button size="xs" onClick={() => setMaking(true)} {...off}>
                  Make a profile
                </Button>
              )}
            </DisabledReason>
          </Group>
        </Alert>
      )}
      {making && <WhoisForm account={account} tld={tld} onClose={() => setMaking(false)} />}
    </Stack>
  )
}
