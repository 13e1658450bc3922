// Everything that a registration or a transfer needs, beside it its price, then the one button that buys.
import {
  Alert,
  Button,
  Grid,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
} from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { QuoteReview } from '@/parts/Purchase'
import { bodyOf, FIELDS, ROLES } from '../contact'
import { parseHosts } from '../model'
import { creditQuery, paymentMethodsQuery } from '../queries'
import { Credit } from './Credit'
import { demands, KINDS, type OrderKind } from './kinds'
import { draftContacts, emptyDraft, faultyRole, OrderContacts } from './OrderContacts'
import { Profiles } from './Profiles'
import { useAsk } from './useAsk'

interface Props {
  kind: OrderKind
  account: string
  domain: string
  onBack: () => void
  onOrdered: (order: string) => void
}

const KNOWN = [
  'auth_code',
  'period',
  'years',
  'nameservers',
  ...ROLES.flatMap((role) => FIELDS.map((field) => `contacts.${role}.${field}`)),
]

export function OrderForm({ kind, account, domain, onBack, onOrdered }: Props) {
  const words = KINDS[kind]
  const own = useAccount(account)
  const wants = demands(own, kind)
  const readOnly = useReadOnlyReason()
  const [years, setYears] = useState(1)
  const [privacy, setPrivacy] = useState(true)
  const [autoRenew, setAutoRenew] = useState(true)
  const [text, setText] = useState('')
  const [payment, setPayment] = useState<string | null>(null)
  const [draft, setDraft] = useState(emptyDraft)
  const [checked, setChecked] = useState(false)
  // Only here, and only until the price is known: never in the URL, a query or the browser's storage.
  const [code, setCode] = useState('')
  const credit = useQuery({ ...creditQuery(account), enabled: wants.credit })
  const hosts = parseHosts(text)

  const ask = useAsk(account, {
    kind: `${kind}_domain`,
    domain,
    [words.yearsField]: years,
    privacy_protection: privacy,
    ...(wants.renewal ? { auto_renew: autoRenew } : {}),
    ...(hosts.length > 0 ? { nameservers: hosts } : {}),
    ...(payment !== null ? { payment_method_id: payment } : {}),
    ...(wants.profiles ? {} : { contacts: bodyOf(draftContacts(draft)) }),
  })
  // A new code is a new question; that of the last one is not kept.
  const quote = code === '' ? ask.quote : undefined
  const isOld = ask.isOld || (ask.quote !== undefined && code !== '')
  const incomplete = !wants.profiles && faultyRole(draft) !== undefined

  function submit() {
    setChecked(true)
    if (!incomplete) ask.send(kind === 'transfer' ? { auth_code: code.trim() } : {}, () => setCode(''))
  }

  return (
    <>
      <PageHeader
        title={`${words.title} ${domain}`}
        back={{ to: '/domains', label: 'Domains' }}
        description={kind === 'register' ? `At ${account}` : `To ${account}`}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Panel title={words.panel}>
              <Stack gap="sm">
                {kind === 'transfer' && (
                  <PasswordInput
                    label="Transfer code"
                    description="From the registrar that has the domain now; some registries have none"
                    value={code}
                    onChange={(event) => setCode(event.currentTarget.value)}
                    autoComplete="off"
                    error={ask.ruleOf('auth_code')}
                    data-autofocus
                  />
                )}
                <Group gap="lg" align="flex-start">
                  <NumberInput
                    label={words.years}
                    min={1}
                    max={10}
                    allowDecimal={false}
                    w={kind === 'register' ? 120 : 180}
                    value={years}
                    onChange={(value) => typeof value === 'number' && setYears(value)}
                    error={ask.ruleOf(words.yearsField)}
                  />
                  <Stack gap={8} pt={26}>
                    <Switch
                      label="Hide the owner in WHOIS, where the registry allows it"
                      checked={privacy}
                      onChange={(event) => setPrivacy(event.currentTarget.checked)}
                    />
                    {wants.renewal && (
                      <Switch
                        label="Renew by itself"
                        checked={autoRenew}
                        onChange={(event) => setAutoRenew(event.currentTarget.checked)}
                      />
                    )}
                  </Stack>
                </Group>
                <Textarea
                  label="Name servers"
                  description={words.hosts(account)}
                  autosize
                  minRows={kind === 'register' ? 1 : 2}
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                  error={ask.ruleOf('nameservers')}
                  spellCheck={false}
                />
                {kind === 'register' && wants.payment && (
                  <Payment account={account} value={payment} onChange={setPayment} />
                )}
              </Stack>
            </Panel>
            <Panel title="Contacts">
              {own &&
                (wants.profiles ? (
                  <Profiles account={account} domain={domain} />
                ) : (
                  <OrderContacts
                    account={account}
                    domain={domain}
                    draft={draft}
                    onChange={setDraft}
                    checked={checked}
                    ruleOf={ask.ruleOf}
                  />
                ))}
            </Panel>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <div style={{ position: 'sticky', top: 72 }}>
            <Panel title={quote ? 'Agree and buy' : 'Price'}>
              {quote ? (
                <>
                  <QuoteReview
                    quote={quote}
                    onOrdered={(order) => onOrdered(order.id)}
                    // The code went with the first question: it is typed again.
                    onAgain={kind === 'transfer' ? ask.reset : submit}
                    onBack={ask.reset}
                    facts={[
                      ['Name servers', hosts.join(', ') || words.noHosts(account)],
                      ['Owner in WHOIS', privacy ? 'hidden where allowed' : 'shown'],
                    ]}
                  />
                  <Credit credit={credit.data} price={quote.price} />
                </>
              ) : (
                <Stack gap="md">
                  {isOld && (
                    <Text size="sm" fw={500}>
                      The form has changed since the last price
                      {kind === 'transfer' && code === '' ? ': type the transfer code again' : ''}.
                    </Text>
                  )}
                  <Text size="sm">{words.asking(account)}</Text>
                  {checked && incomplete && (
                    <Alert color="yellow" variant="light" p="sm" icon={<IconInfoCircle aria-hidden />}>
                      <Text size="sm">Complete the marked fields of the contacts first.</Text>
                    </Alert>
                  )}
                  <ErrorNote error={ask.error} known={KNOWN} />
                  <Group justify="flex-end" gap="xs">
                    <Button variant="default" onClick={onBack}>
                      Back to the search
                    </Button>
                    <DisabledReason reason={readOnly}>
                      {(off) => (
                        <Button onClick={submit} loading={ask.isPending} {...off}>
                          Get the price
                        </Button>
                      )}
                    </DisabledReason>
                  </Group>
                </Stack>
              )}
            </Panel>
          </div>
        </Grid.Col>
      </Grid>
    </>
  )
}

interface PaymentProps {
  account: string
  value: string | null
  onChange: (value: string | null) => void
}

function Payment({ account, value, onChange }: PaymentProps) {
  const { data = [] } = useQuery(paymentMethodsQuery(account))
  return (
    <Select
      label="Paid with"
      placeholder="The account's usual payment method"
      clearable
      data={data.map((method) => ({
        value: method.id,
        label: `${method.name} ${method.identifier}${method.is_default ? ' (usual)' : ''}${
          method.is_expired ? ' (expired)' : method.is_suspended ? ' (suspended)' : ''
        }`,
        disabled: method.is_expired || method.is_suspended,
      }))}
      value={value}
      onChange={onChange}
    />
  )
}
