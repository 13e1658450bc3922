import { Button, Grid, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { CopyText } from '@/parts/CopyText'
import { DisabledReason } from '@/parts/DisabledReason'
import { KeyValues } from '@/parts/KeyValues'
import { formatMoney, MoneyText } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import { TimeText } from '@/parts/TimeText'
import type { CreditKind, Customer } from './api'
import { CreditDialog, MOVEMENTS } from './CreditDialog'
import { EndpointText } from './Endpoint'
import { VARIANTS } from './words'

const KINDS = ['deposit', 'withdrawal', 'correction'] as const

export function CustomerOverview({ customer }: { customer: Customer }) {
  const money = (minor: number | null | undefined) =>
    minor == null ? 'no limit' : formatMoney(minor, customer.currency)
  const number = (value: number) => value.toLocaleString()
  const variants = VARIANTS.filter((variant) => customer.variants.includes(variant.value))
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Stack gap="md">
          <Credit customer={customer} />
          <Panel title="What its client needs" description="And one of its keys, which is shown once when it is made.">
            <KeyValues
              items={[
                ['Endpoint', <EndpointText key="endpoint" />],
                ['E-mail', <CopyText key="email" value={customer.email} label="e-mail" />],
                [
                  'Order answers',
                  customer.reply === 'bare' ? 'the word success, as the vendor answers' : 'an object that says it',
                ],
                [
                  'Token mistakes',
                  variants.length === 0
                    ? 'none accepted'
                    : `accepted: ${variants.map((variant) => variant.label.toLowerCase()).join('; ')}`,
                ],
              ]}
            />
          </Panel>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Panel title="Limits and settings">
          <KeyValues
            items={[
              ['Largest order', money(customer.max_order_minor)],
              ['Orders per month', money(customer.max_month_minor)],
              [
                'Domains',
                customer.max_domains == null
                  ? `${number(customer.domains)}, no limit`
                  : `${number(customer.domains)} of ${number(customer.max_domains)}`,
              ],
              ['Requests', `${number(customer.per_minute)} per minute, ${number(customer.burst)} at once`],
              ['Per day', `${number(customer.per_day)} requests`],
              ['May come from', customer.allowed.length === 0 ? 'any address' : customer.allowed.join(', ')],
              [
                'Name servers',
                customer.nameservers.length === 0 ? (
                  "the account's, where an order names none"
                ) : (
                  <Stack key="nameservers" gap={0}>
                    {customer.nameservers.map((name) => (
                      <span key={name}>{name}</span>
                    ))}
                  </Stack>
                ),
              ],
              ['Customer since', <TimeText key="since" at={customer.created_at} date />],
            ]}
          />
        </Panel>
      </Grid.Col>
    </Grid>
  )
}

function Credit({ customer }: { customer: Customer }) {
  const readOnly = useReadOnlyReason()
  const [kind, setKind] = useState<CreditKind>()
  return (
    <Panel title="Credit">
      <Stack gap="md">
        <Text component="div" fz={28} fw={600} lh={1.2}>
          <MoneyText money={customer.balance} />
        </Text>
        <KeyValues
          items={[
            ['Held by open orders', <MoneyText key="held" money={customer.held} />],
            [
              'Credit line',
              customer.credit_limit_minor === 0
                ? 'none: the credit may not go below zero'
                : `down to ${formatMoney(-customer.credit_limit_minor, customer.currency)}`,
            ],
          ]}
        />
        <Group gap="xs">
          {KINDS.map((one) => (
            <DisabledReason key={one} reason={readOnly}>
              {(off) => (
                <Button variant={one === 'deposit' ? 'filled' : 'default'} onClick={() => setKind(one)} {...off}>
                  {MOVEMENTS[one].action}
                </Button>
              )}
            </DisabledReason>
          ))}
        </Group>
      </Stack>
      <Modal
        opened={kind !== undefined}
        onClose={() => setKind(undefined)}
        title={kind ? `${MOVEMENTS[kind].title}: ${customer.name}` : ''}
      >
        {kind && <CreditDialog customer={customer} kind={kind} close={() => setKind(undefined)} />}
      </Modal>
    </Panel>
  )
}
