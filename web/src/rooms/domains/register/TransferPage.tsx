import {
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
  TextInput,
} from '@mantine/core'
import { IconArrowDownLeft } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { asApiError, sentence } from '@/api/error'
import { useAccounts } from '@/api/queries/accounts'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote } from '@/parts/ErrorState'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { askQuote, OrderProgress, QuoteReview, type QuoteRequest } from '@/parts/Purchase'
import { bodyOf, FIELDS, ROLES } from '../contact'
import { parseHosts, parseNames } from '../model'
import { creditQuery } from '../queries'
import { Credit } from './Credit'
import { draftContacts, emptyDraft, faultyRole, OrderContacts } from './OrderContacts'
import { Profiles } from './Profiles'

const BACK = { to: '/domains', label: 'Domains' }
const KNOWN = [
  'domain',
  'auth_code',
  'years',
  'nameservers',
  ...ROLES.flatMap((role) => FIELDS.map((field) => `contacts.${role}.${field}`)),
]

/** A domain comes over from another registrar. */
export function TransferPage() {
  const search = useSearch({ from: '/domains/transfer' })
  const navigate = useNavigate()
  const readOnly = useReadOnlyReason()
  const { accounts, data: known } = useAccounts('domains.transfers')
  const go = (change: typeof search) =>
    void navigate({ to: '/domains/transfer', search: { ...search, ...change }, replace: true })

  const [domain, setDomain] = useState(search.domain ?? '')
  // Only here, and only until the price is known: never in the URL, a query or the browser's storage.
  const [code, setCode] = useState('')
  const [years, setYears] = useState(1)
  const [privacy, setPrivacy] = useState(true)
  const [hosts, setHosts] = useState('')
  const [draft, setDraft] = useState(emptyDraft)
  const [checked, setChecked] = useState(false)

  const own = accounts.find((account) => account.name === search.account) ?? accounts[0]
  const account = own?.name ?? ''
  const keepsProfiles = own?.capabilities.includes('domains.whois') ?? false
  const credit = useQuery({ ...creditQuery(account), enabled: own?.capabilities.includes('credit') ?? false })
  const name = parseNames(domain)[0] ?? ''

  const request = {
    kind: 'transfer_domain',
    domain: name,
    years,
    privacy_protection: privacy,
    ...(parseHosts(hosts).length > 0 ? { nameservers: parseHosts(hosts) } : {}),
    ...(keepsProfiles ? {} : { contacts: bodyOf(draftContacts(draft)) }),
  }
  const asked = JSON.stringify([account, request])
  const ask = useMutation({
    mutationFn: async (secret: string) => {
      const body = { ...request, ...(secret !== '' ? { auth_code: secret } : {}) }
      return { words: asked, quote: await askQuote(account, body as QuoteRequest) }
    },
    gcTime: 0,
    onSuccess: () => setCode(''),
  })
  // A price is for what was asked: who changes the form, or types another code, asks again.
  const isOld = ask.data !== undefined && (ask.data.words !== asked || code !== '')
  const quote = isOld ? undefined : ask.data?.quote
  const failure = ask.error ? asApiError(ask.error) : undefined
  const ruleOf = (field: string) => {
    const rule = failure?.of(field)
    return rule && sentence(rule)
  }
  const noName = !name.includes('.')
  const incomplete = noName || (!keepsProfiles && faultyRole(draft) !== undefined)

  function submit() {
    setChecked(true)
    if (!incomplete && !ask.isPending) ask.mutate(code.trim())
  }

  if (search.order !== undefined) {
    return (
      <>
        <PageHeader title={`Transfer ${search.domain ?? 'a domain'}`} back={BACK} />
        <Panel title="Order">
          <OrderProgress
            id={search.order}
            done={
              search.domain &&
              search.account && (
                <Button component={Link} to={`/domains/${search.account}/${search.domain}`}>
                  Open {search.domain}
                </Button>
              )
            }
            failed={<Button onClick={() => go({ order: undefined })}>Back to the form</Button>}
          />
        </Panel>
      </>
    )
  }

  return (
    <>
      <PageHeader
        title="Transfer a domain in"
        back={BACK}
        description="The domain keeps its name servers unless you name others. Unlock it at its registrar and get the transfer code there first."
      />
      {known && accounts.length === 0 ? (
        <Panel>
          <EmptyState
            icon={IconArrowDownLeft}
            title="No account takes transfers yet"
            action={
              <Button component={Link} to="/providers">
                Connect a provider
              </Button>
            }
          >
            Connect an account at a registrar first.
          </EmptyState>
        </Panel>
      ) : (
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Stack gap="md">
              <Panel title="Domain">
                <Stack gap="sm">
                  <Group grow align="flex-start">
                    <TextInput
                      label="Name"
                      withAsterisk
                      placeholder="example.com"
                      value={domain}
                      onChange={(event) => setDomain(event.currentTarget.value)}
                      spellCheck={false}
                      error={
                        ruleOf('domain') ?? (checked && noName ? 'The whole name, such as example.com' : undefined)
                      }
                    />
                    <Select
                      label="To the account"
                      data={accounts.map((entry) => entry.name)}
                      value={account}
                      onChange={(next) => go({ account: next ?? undefined })}
                      allowDeselect={false}
                    />
                  </Group>
                  <PasswordInput
                    label="Transfer code"
                    description="From the registrar that has the domain now; some registries have none"
                    value={code}
                    onChange={(event) => setCode(event.currentTarget.value)}
                    autoComplete="off"
                    error={ruleOf('auth_code')}
                  />
                  <Group gap="lg" align="flex-start">
                    <NumberInput
                      label="Years that come with it"
                      min={1}
                      max={10}
                      allowDecimal={false}
                      w={180}
                      value={years}
                      onChange={(value) => typeof value === 'number' && setYears(value)}
                      error={ruleOf('years')}
                    />
                    <Switch
                      mt={30}
                      label="Hide the owner in WHOIS"
                      checked={privacy}
                      onChange={(event) => setPrivacy(event.currentTarget.checked)}
                    />
                  </Group>
                  <Textarea
                    label="Name servers"
                    description="One per line. Name those that the domain has, so that it goes on working"
                    autosize
                    minRows={2}
                    value={hosts}
                    onChange={(event) => setHosts(event.currentTarget.value)}
                    spellCheck={false}
                    error={ruleOf('nameservers')}
                  />
                </Stack>
              </Panel>
              {own && (
                <Panel title="Contacts">
                  {keepsProfiles ? (
                    noName ? (
                      <Text size="sm" c="dimmed">
                        The profile depends on the name.
                      </Text>
                    ) : (
                      <Profiles account={account} domain={name} />
                    )
                  ) : (
                    <OrderContacts
                      key={account}
                      account={account}
                      domain={name}
                      draft={draft}
                      onChange={setDraft}
                      checked={checked}
                      ruleOf={ruleOf}
                    />
                  )}
                </Panel>
              )}
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <div style={{ position: 'sticky', top: 72 }}>
              <Panel title={quote ? 'Agree and order' : 'Price'}>
                {quote ? (
                  <>
                    <QuoteReview
                      quote={quote}
                      onOrdered={(order) => go({ order: order.id, domain: name, account })}
                      onAgain={() => ask.reset()}
                      onBack={() => ask.reset()}
                      facts={[['Name servers', parseHosts(hosts).join(', ') || 'as they are']]}
                    />
                    <Credit credit={credit.data} price={quote.price} />
                  </>
                ) : (
                  <Stack gap="md">
                    {isOld && (
                      <Text size="sm" fw={500}>
                        The form has changed since the last price{code === '' ? ': type the transfer code again' : ''}.
                      </Text>
                    )}
                    <Text size="sm">
                      The account checks the transfer and names its price. A transfer takes up to some days; the order
                      shows where it stands.
                    </Text>
                    <ErrorNote error={ask.error} known={KNOWN} />
                    <Group justify="flex-end">
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
      )}
    </>
  )
}
