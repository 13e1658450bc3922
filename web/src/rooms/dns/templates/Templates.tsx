import { Drawer, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core'
import {
  IconArrowForward,
  IconFingerprint,
  IconMail,
  IconMailCheck,
  IconRosetteDiscountCheck,
  IconServer2,
  IconShieldCheck,
  type Icon,
} from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useZone } from '../zone/context'
import { MAIL_PROVIDERS } from './mail'
import { DkimForm, DmarcForm, SpfForm, VerifyForm } from './MailPolicies'
import { MailForm } from './MailForm'
import { PointForm } from './PointForm'
import { RedirectForm } from './RedirectForm'
import classes from './Templates.module.css'

const OTHERS: readonly { id: string; label: string; text: string; icon: Icon }[] = [
  { id: 'spf', label: 'SPF', text: 'Who may send mail in this name', icon: IconMailCheck },
  { id: 'dkim', label: 'DKIM', text: 'The key that signs mail', icon: IconFingerprint },
  { id: 'dmarc', label: 'DMARC', text: 'What receivers do with forged mail', icon: IconShieldCheck },
  { id: 'verify', label: 'Verification', text: 'A text that proves ownership', icon: IconRosetteDiscountCheck },
  { id: 'point', label: 'Point to a server', text: 'One of your servers, or any address', icon: IconServer2 },
  { id: 'redirect', label: 'Redirect', text: 'The web address to another one', icon: IconArrowForward },
]

/** Ready-made sets of records; each stages its changes. */
export function Templates() {
  const { go, zone } = useZone()
  const { template } = useSearch({ from: '/dns/$account/$zone' })
  const mail = MAIL_PROVIDERS.find((one) => one.id === template)
  const other = OTHERS.find((one) => one.id === template)
  const back = () => go({ template: undefined })
  return (
    <Drawer
      opened
      onClose={() => go({ open: undefined, template: undefined })}
      title={mail ? `Mail at ${mail.label}` : (other?.label ?? `Templates for ${zone}`)}
      size={640}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {mail && <MailForm key={mail.id} provider={mail} onBack={back} />}
      {template === 'spf' && <SpfForm onBack={back} />}
      {template === 'dkim' && <DkimForm onBack={back} />}
      {template === 'dmarc' && <DmarcForm onBack={back} />}
      {template === 'verify' && <VerifyForm onBack={back} />}
      {template === 'point' && <PointForm onBack={back} />}
      {template === 'redirect' && <RedirectForm onBack={back} />}
      {!mail && !other && (
        <Stack gap="lg">
          <section>
            <Text size="sm" fw={600} mb="xs" component="h3" m={0}>
              Mail at
            </Text>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
              {MAIL_PROVIDERS.map((one) => (
                <Tile key={one.id} icon={IconMail} label={one.label} onClick={() => go({ template: one.id })} />
              ))}
            </SimpleGrid>
          </section>
          <section>
            <Text size="sm" fw={600} mb="xs" component="h3" m={0}>
              Others
            </Text>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
              {OTHERS.map((one) => (
                <Tile
                  key={one.id}
                  icon={one.icon}
                  label={one.label}
                  text={one.text}
                  onClick={() => go({ template: one.id })}
                />
              ))}
            </SimpleGrid>
          </section>
        </Stack>
      )}
    </Drawer>
  )
}

function Tile(props: { icon: Icon; label: string; text?: string; onClick: () => void }) {
  const { icon: Mark, label, text, onClick } = props
  return (
    <UnstyledButton className={classes.tile} onClick={onClick}>
      <Mark size={18} stroke={1.6} aria-hidden />
      <span>
        <Text span size="sm" fw={500} display="block">
          {label}
        </Text>
        {text && (
          <Text span size="xs" c="dimmed" display="block">
            {text}
          </Text>
        )}
      </span>
    </UnstyledButton>
  )
}
