import { Group, Stack, Switch, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useReadOnlyReason } from '@/app/session'
import { ConfirmModal } from '@/parts/ConfirmModal'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyDone } from '@/parts/notify'
import { Panel } from '@/parts/Panel'
import { setLock, setPrivacy } from '../actions'
import { isGone, type Domain } from '../model'

/** Registrar lock, privacy and whether it renews: what is safe is one press, what is not asks first. */
export function ProtectionPanel({ account, domain }: { account: string; domain: Domain }) {
  const { name } = domain
  const client = useQueryClient()
  const readOnly = useReadOnlyReason()
  const [asking, setAsking] = useState<'unlock' | 'show'>()
  const off = readOnly ?? (isGone(domain) ? `${name} is not in the account any more.` : undefined)

  async function settle(title: string) {
    notifyDone(title)
    await Promise.all([
      client.invalidateQueries({ queryKey: ['domain', account, name] }),
      client.invalidateQueries({ queryKey: ['domains'] }),
    ])
  }
  const lock = useMutation({
    mutationFn: (on: boolean) => setLock({ account, name }, on),
    onSuccess: (_, on) => settle(`${name} is ${on ? 'locked' : 'unlocked'}`),
  })
  const privacy = useMutation({
    mutationFn: (on: boolean) => setPrivacy({ account, name }, on),
    onSuccess: (_, on) => settle(`The owner of ${name} is ${on ? 'hidden' : 'shown'}`),
  })

  return (
    <Panel title="Protection">
      <Stack gap="md">
        <Setting
          label="Registrar lock"
          text="Locked, the domain cannot be transferred away."
          checked={domain.locked}
          reason={off ?? (domain.locked == null ? 'The provider does not tell the lock yet.' : undefined)}
          busy={lock.isPending}
          onChange={(on) => (on ? lock.mutate(true) : setAsking('unlock'))}
        />
        <ErrorNote error={lock.error} />
        <Setting
          label="Hide the owner"
          text="The owner’s name and address stay out of WHOIS."
          checked={domain.privacy_protection}
          reason={
            off ?? (domain.privacy_protection == null ? 'The provider does not tell the privacy yet.' : undefined)
          }
          busy={privacy.isPending}
          onChange={(on) => (on ? privacy.mutate(true) : setAsking('show'))}
        />
        <ErrorNote error={privacy.error} />
        <Setting
          label="Renew by itself"
          text={
            domain.auto_renew == null
              ? 'The provider does not tell whether it renews by itself.'
              : domain.auto_renew
                ? 'The provider renews it when the term ends.'
                : 'It ends with the term unless somebody renews it.'
          }
          checked={domain.auto_renew}
          reason={
            'Providers offer no switch of a single domain over their API. Where they bill by subscription, it is under Billing.'
          }
          busy={false}
          onChange={() => undefined}
        />
      </Stack>
      <ConfirmModal
        opened={asking === 'unlock'}
        onClose={() => setAsking(undefined)}
        title={`Unlock ${name}`}
        action="Unlock"
        onConfirm={() => lock.mutateAsync(false)}
      >
        Whoever has the transfer code can then move the domain to another registrar.
      </ConfirmModal>
      <ConfirmModal
        opened={asking === 'show'}
        onClose={() => setAsking(undefined)}
        title={`Show the owner of ${name}`}
        action="Show"
        onConfirm={() => privacy.mutateAsync(false)}
      >
        The owner’s name, address, telephone number and e-mail become public in WHOIS.
      </ConfirmModal>
    </Panel>
  )
}

interface SettingProps {
  label: string
  text: string
  checked: boolean | null | undefined
  reason: string | undefined
  busy: boolean
  onChange: (on: boolean) => void
}

function Setting({ label, text, checked, reason, busy, onChange }: SettingProps) {
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
      <DisabledReason reason={reason}>
        {({ 'data-disabled': isOff, 'aria-describedby': describedBy }) => (
          <Switch
            aria-label={label}
            aria-describedby={describedBy}
            checked={checked ?? false}
            disabled={isOff ?? busy}
            onChange={(event) => onChange(event.currentTarget.checked)}
          />
        )}
      </DisabledReason>
    </Group>
  )
}
