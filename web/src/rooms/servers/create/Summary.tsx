import { Button, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Schemas } from '@/api/client'
import { DisabledReason } from '@/parts/DisabledReason'
import { KeyValues } from '@/parts/KeyValues'
import { formatMoney } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import { periodLabel } from '../model'
import classes from './create.module.css'
import type { Offer } from './plans'

interface Props {
  account: string
  sandbox: boolean
  region: Schemas['DataCenter'] | undefined
  offer: Offer | undefined
  system: string | undefined
  hostname: string
  sshKey: string | undefined
  names: readonly string[]
  reason: string | undefined
  busy: boolean
  hasErrors: boolean
  children: ReactNode
}

/** What has been chosen so far, and the way to its price. */
export function Summary(props: Props) {
  const { account, sandbox, region, offer, system, hostname, sshKey, names, reason, busy, hasErrors, children } = props
  const money = (minor: number) => formatMoney(minor, offer?.currency ?? 'USD')
  return (
    <div className={classes.summary}>
      <Panel title="Your server">
        <Stack gap="md">
          <KeyValues
            items={[
              ['Account', account],
              ['Region', region?.name],
              ['Plan', offer && `${offer.name}, ${offer.description}`],
              ['System', system],
              ['Host name', hostname || null],
              ['SSH key', sshKey],
              names.length > 0 && ['Names', names.join(', ')],
              offer && [
                'Price',
                <Text key="price" span fw={600} size="md">
                  {money(offer.first)}
                </Text>,
              ],
              offer && ['For', periodLabel(offer.months)],
              offer && offer.later !== offer.first ? ['Then', `${money(offer.later)} each`] : undefined,
            ]}
          />
          {sandbox && (
            <Text size="sm" c="dimmed">
              {account} is a sandbox: nothing real is bought and nothing is charged.
            </Text>
          )}
          {hasErrors && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              Correct the marked fields.
            </Text>
          )}
          {children}
          <DisabledReason reason={reason}>
            {(off) => (
              <Button type={off['aria-disabled'] ? 'button' : 'submit'} loading={busy} fullWidth {...off}>
                Get the price
              </Button>
            )}
          </DisabledReason>
          <Text size="xs" c="dimmed" ta="center">
            The provider checks the order and says what it costs. Nothing is bought yet.
          </Text>
        </Stack>
      </Panel>
    </div>
  )
}
