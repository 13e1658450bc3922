import { Alert, Button, Grid, Group, NumberInput, Select, Stack, Switch, Text, Textarea } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { asApiError, sentence } from '@/api/error'
import { useAccount } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { ErrorNote } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { askQuote, QuoteReview, type QuoteRequest } from '@/parts/Purchase'
import { bodyOf, FIELDS, ROLES } from '../contact'
import { parseHosts } from '../model'
import { creditQuery, paymentMethodsQuery } from '../queries'
import { Credit } from './Credit'
import { draftContacts, emptyDraft, faultyRole, OrderContacts } from './OrderContacts'
import { Profiles } from './Profiles'

interface Props {
  account: string
  domain: string
  onBack: () => void
  onOrdered: (order: string) => void
}

const KNOWN = ['period', 'nameservers', ...ROLES.flatMap((role) => FIELDS.map((field) => `contacts.${role}.${field}`))]

/** Everything that a registration needs, then its price, then the one button. */
export function RegisterForm({ account, domain, onBack, onOrdered }: Props) {
  const own = useAccount(account)
  const readOnly = useReadOnlyReason()
  const keepsProfiles = own?.capabilities.includes('domains.whois') ?? false
  const hasBilling = own?.capabilities.includes('billing') ?? false
  const [years, setYears] = useState(1)
  const [privacy, setPrivacy] = useState(true)
  const [autoRenew, setAutoRenew] = useState(true)
  const [hosts, setHosts] = useState('')
  const [payment, setPayment] = useState<string | null>(null)
  const [draft, setDraft] = useState(emptyDraft)
  const [checked, setChecked] = useState(false)
  const methods = useQuery({ ...paymentMethodsQuery(account), enabled: hasBilling })
  const credit = useQuery({ ...creditQuery(account), enabled: own?.capabilities.includes('credit') ?? false })

  const request = {
    kind: 'register_domain',
    domain,
    period: years,
    privacy_protection: privacy,
    ...(hasBilling ? { auto_renew: autoRenew } : {}),
    ...(parseHosts(hosts).length > 0 ? { nameservers: parseHosts(hosts) } : {}),
    ...(payment !== null ? { payment_method_id: payment } : {}),
    ...(keepsProfiles ? {} : { contacts: bodyOf(draftContacts(draft)) }),
  }
  const asked = JSON.stringify(request)
  const ask = useMutation({
    mutationFn: async (words: string) => ({
      words,
      quote: await askQuote(account, JSON.parse(words) as QuoteRequest),
    }),
  })
  // A price is for what was asked: who changes the form asks again.
  const isOld = ask.data !== undefined && ask.data.words !== asked
  const quote = isOld ? undefined : ask.data?.quote
  const failure = ask.error ? asApiError(ask.error) : undefined
  const ruleOf = (field: string) => {
    const rule = failure?.of(field)
    return rule && sentence(rule)
  }
  const incomplete = !keepsProfiles && faultyRole(draft) !== undefined

  function submit() {
    setChecked(true)
    if (!incomplete && !ask.isPending) ask.mutate(asked)
  }

  return (
    <>
      <PageHeader
        title={`Register ${domain}`}
        back={{ to: '/domains', label: 'Domains' }}
        description={`At ${account}`}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Panel title="Registration">
              <Stack gap="sm">
                <Group gap="lg" align="flex-start">
                  <NumberInput
                    label="Years"
                    min={1}
                    max={10}
                    allowDecimal={false}
                    w={120}
                    value={years}
                    onChange={(value) => typeof value === 'number' && setYears(value)}
                    error={ruleOf('period')}
                  />
                  <Stack gap={8} pt={26}>
                    <Switch
                      label="Hide the owner in WHOIS, where the registry allows it"
                      checked={privacy}
                      onChange={(event) => setPrivacy(event.currentTarget.checked)}
                    />
                    {hasBilling && (
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
                  description={`One per line; ${account}'s own where empty`}
                  autosize
                  minRows={1}
                  value={hosts}
                  onChange={(event) => setHosts(event.currentTarget.value)}
                  error={ruleOf('nameservers')}
                  spellCheck={false}
                />
                {hasBilling && (
                  <Select
                    label="Paid with"
                    placeholder="The account's usual payment method"
                    clearable
                    data={(methods.data ?? []).map((method) => ({
                      value: method.id,
                      label: `${method.name} ${method.identifier}${method.is_default ? ' (usual)' : ''}${
                        method.is_expired ? ' (expired)' : method.is_suspended ? ' (suspended)' : ''
                      }`,
                      disabled: method.is_expired || method.is_suspended,
                    }))}
                    value={payment}
                    onChange={setPayment}
                  />
                )}
              </Stack>
            </Panel>
            <Panel title="Contacts">
              {own &&
                (keepsProfiles ? (
                  <Profiles account={account} domain={domain} />
                ) : (
                  <OrderContacts
                    account={account}
                    domain={domain}
                    draft={draft}
                    onChange={setDraft}
                    checked={checked}
                    ruleOf={ruleOf}
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
                    onAgain={submit}
                    onBack={() => ask.reset()}
                    facts={[
                      ['Name servers', parseHosts(hosts).join(', ') || `those of ${account}`],
                      ['Owner in WHOIS', privacy ? 'hidden where allowed' : 'shown'],
                    ]}
                  />
                  <Credit credit={credit.data} price={quote.price} />
                </>
              ) : (
                <Stack gap="md">
                  {isOld && (
                    <Text size="sm" fw={500}>
                      The form has changed since the last price.
                    </Text>
                  )}
                  <Text size="sm">
                    {account} checks the order and names its price. Nothing is bought yet; the price then stands for 15
                    minutes.
                  </Text>
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
