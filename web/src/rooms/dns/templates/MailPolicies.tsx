import {
  Alert,
  Checkbox,
  List,
  NumberInput,
  Progress,
  Radio,
  Stack,
  Switch,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import { checkValue, isIpv4, isIpv6, nameFault, normalName } from '../records/check'
import { keyOf } from '../records/model'
import { buildSpf, isSpf, spfHints, spfLookups, type SpfChoices } from '../records/spf'
import { useZone } from '../zone/context'
import { buildDmarc, readDmarc, tidyDkim } from './dmarc'
import { spfOf, withText, type Proposal } from './mail'
import { StageProposals } from './StageProposals'

interface Props {
  onBack: () => void
}

function useTtl(): number {
  return Math.max(useZone().facts.min, 3600)
}

const isNetwork = (text: string) => {
  const [address = '', length] = text.split('/')
  const most = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1
  return most > 0 && (length === undefined || (/^\d+$/.test(length) && Number(length) <= most))
}

/** Who may send: built from choices, with its look-ups counted. */
export function SpfForm({ onBack }: Props) {
  const { after } = useZone()
  const ttl = useTtl()
  const own = spfOf(after)
  const [choices, setChoices] = useState<SpfChoices>(() => readSpf(own))
  const change = (part: Partial<SpfChoices>) => setChoices((old) => ({ ...old, ...part }))
  const policy = buildSpf(choices)
  const lookups = spfLookups(policy)
  const badAddress = choices.addresses.find((address) => !isNetwork(address))
  const hints = spfHints(policy)
  return (
    <Stack gap="md">
      {own && (
        <Text size="sm" c="dimmed">
          Now: <span className="mono">{own}</span>
        </Text>
      )}
      <Checkbox
        checked={choices.mx}
        onChange={(event) => change({ mx: event.currentTarget.checked })}
        label="The mail servers of this domain (mx)"
      />
      <Checkbox
        checked={choices.a}
        onChange={(event) => change({ a: event.currentTarget.checked })}
        label="The servers that the domain itself points to (a)"
      />
      <TagsInput
        label="Services that send for you (include)"
        description="Each names a policy of its own, such as _spf.google.com"
        data={[
          '_spf.google.com',
          'spf.protection.outlook.com',
          'spf.messagingengine.com',
          'amazonses.com',
          'sendgrid.net',
          'mailgun.org',
          'spf.mandrillapp.com',
        ]}
        value={[...choices.includes]}
        onChange={(includes) => change({ includes })}
        splitChars={[',', ' ']}
        acceptValueOnBlur
      />
      <TagsInput
        label="Addresses and networks (ip4, ip6)"
        placeholder={choices.addresses.length === 0 ? '192.0.2.0/24' : undefined}
        value={[...choices.addresses]}
        onChange={(addresses) => change({ addresses })}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        error={badAddress && `${badAddress} is not an address or network`}
      />
      <Radio.Group
        label="Mail from everywhere else"
        value={choices.others}
        onChange={(others) => change({ others: others as SpfChoices['others'] })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="-" label="is forged (-all)" />
          <Radio value="~" label="is suspicious (~all)" />
          <Radio value="?" label="is not judged (?all)" />
        </Stack>
      </Radio.Group>
      <div>
        <Text size="sm" mb={4} id="spf-lookups">
          {lookups} of 10 look-ups, those within includes not counted
        </Text>
        <Progress
          value={Math.min(100, lookups * 10)}
          color={lookups > 10 ? 'red' : lookups > 7 ? 'yellow' : 'ink'}
          aria-labelledby="spf-lookups"
        />
      </div>
      <Hints hints={hints} />
      <StageProposals
        proposals={
          badAddress
            ? []
            : [{ name: '@', type: 'TXT', next: withText(after, '@', policy, ttl, isSpf), why: 'Who may send' }]
        }
        onBack={onBack}
      />
    </Stack>
  )
}

function readSpf(policy: string | undefined): SpfChoices {
  const terms = (policy ?? 'v=spf1 mx -all').split(/\s+/).slice(1)
  const plain = terms.map((term) => term.replace(/^\+/, ''))
  const after = (prefix: RegExp) => plain.flatMap((term) => (prefix.test(term) ? [term.replace(prefix, '')] : []))
  const all = terms.find((term) => /all$/i.test(term))
  return {
    mx: plain.includes('mx'),
    a: plain.includes('a'),
    includes: after(/^include:/i),
    addresses: after(/^ip[46]:/i),
    others: all?.startsWith('~') ? '~' : all?.startsWith('?') ? '?' : '-',
  }
}

/** What receivers do with mail that fails both checks. */
export function DmarcForm({ onBack }: Props) {
  const { after, zone } = useZone()
  const ttl = useTtl()
  const own = after.get(keyOf('_dmarc', 'TXT'))
  const [choices, setChoices] = useState(() => {
    const known = readDmarc(own?.values[0]?.content)
    return own ? known : { ...known, reports: `dmarc@${zone}` }
  })
  const change = (part: Partial<typeof choices>) => setChoices((old) => ({ ...old, ...part }))
  const badMail = choices.reports.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(choices.reports.trim())
  return (
    <Stack gap="md">
      <Radio.Group
        label="Mail that fails SPF and DKIM"
        value={choices.policy}
        onChange={(policy) => change({ policy: policy as typeof choices.policy })}
      >
        <Stack gap={6} mt={6}>
          <Radio
            value="none"
            label="is delivered, and reported (none)"
            description="Begin here, read the reports for some weeks."
          />
          <Radio value="quarantine" label="goes to spam (quarantine)" />
          <Radio value="reject" label="is refused (reject)" description="Once all of your own mail passes." />
        </Stack>
      </Radio.Group>
      {choices.policy !== 'none' && (
        <NumberInput
          label="For this share of the mail, in percent"
          value={choices.percent}
          min={1}
          max={100}
          allowDecimal={false}
          onChange={(percent) => change({ percent: Number(percent) || 100 })}
        />
      )}
      <TextInput
        label="Daily reports to"
        type="email"
        value={choices.reports}
        onChange={(event) => change({ reports: event.currentTarget.value })}
        error={badMail ? 'A mail address, such as dmarc@example.com' : undefined}
        description={
          choices.reports && !choices.reports.endsWith(`@${zone}`)
            ? 'An address of another domain must allow these reports in its own DNS.'
            : undefined
        }
      />
      <Switch
        checked={choices.strict}
        onChange={(event) => change({ strict: event.currentTarget.checked })}
        label="Subdomains count as others (strict alignment)"
      />
      <StageProposals
        proposals={
          badMail
            ? []
            : [
                {
                  name: '_dmarc',
                  type: 'TXT',
                  next: { ttl: own?.ttl ?? ttl, values: [{ content: buildDmarc(choices), priority: 0 }] },
                  why: 'The policy',
                },
              ]
        }
        onBack={onBack}
      />
    </Stack>
  )
}

/** The public key that mail is signed with. */
export function DkimForm({ onBack }: Props) {
  const { after, zone, facts } = useZone()
  const ttl = useTtl()
  const [selector, setSelector] = useState('')
  const [pasted, setPasted] = useState('')
  const text = tidyDkim(pasted)
  const plain = selector.trim().replace(/\._domainkey.*$/, '')
  const fault = plain ? nameFault(`${plain}._domainkey`, zone) : undefined
  const isPrivate = /PRIVATE KEY/.test(pasted)
  const name = normalName(`${plain}._domainkey`, zone)
  const { hints } = checkValue('TXT', name, { text }, { zone, sets: new Map(), minTtl: facts.min })
  const proposals: Proposal[] =
    plain && text && !fault && !isPrivate
      ? [
          {
            name,
            type: 'TXT',
            next: { ttl: after.get(keyOf(name, 'TXT'))?.ttl ?? ttl, values: [{ content: text, priority: 0 }] },
            why: 'The key',
          },
        ]
      : []
  return (
    <Stack gap="md">
      <TextInput
        label="Selector"
        description="The word that your mail server signs with, such as mail or 2027a"
        value={selector}
        onChange={(event) => setSelector(event.currentTarget.value)}
        error={fault}
        autoComplete="off"
        data-autofocus
      />
      <Textarea
        label="Public key"
        description="Paste it as you have it: the record, a line of a zone file, PEM, or the bare base64"
        value={isPrivate ? '' : pasted}
        onChange={(event) => setPasted(event.currentTarget.value)}
        error={isPrivate ? 'That was a private key: it was not kept. The public one belongs here.' : undefined}
        autosize
        minRows={4}
        maxRows={12}
        spellCheck={false}
        classNames={{ input: 'mono' }}
      />
      <Hints hints={text ? hints : []} />
      <StageProposals proposals={proposals} onBack={onBack} />
    </Stack>
  )
}

/** A text that proves ownership to a service. */
export function VerifyForm({ onBack }: Props) {
  const { after, zone } = useZone()
  const ttl = useTtl()
  const [name, setName] = useState('@')
  const [text, setText] = useState('')
  const fault = nameFault(name, zone)
  const owner = normalName(name, zone)
  return (
    <Stack gap="md">
      <TextInput
        label="Name"
        description="@ is the domain itself, which most services ask for"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault}
        classNames={{ input: 'mono' }}
      />
      <TextInput
        label="Text"
        placeholder="google-site-verification=..."
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: 'mono' }}
        data-autofocus
      />
      <StageProposals
        proposals={
          fault || text.trim() === ''
            ? []
            : [
                {
                  name: owner,
                  type: 'TXT',
                  next: withText(after, owner, text.trim(), ttl),
                  why: 'Verification, beside what is there',
                },
              ]
        }
        onBack={onBack}
      />
    </Stack>
  )
}

function Hints({ hints }: { hints: readonly string[] }) {
  if (hints.length === 0) return null
  return (
    <Alert color="yellow" variant="light" p="sm" styles={{ message: { color: 'inherit' } }}>
      <List size="sm">
        {hints.map((hint) => (
          <List.Item key={hint}>{hint}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
