import { Button, Grid, Modal, Select, Skeleton, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { IconServer2 } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { accountsQuery, useAccounts } from '@/api/queries/accounts'
import { zonesQuery } from '@/api/queries/dns'
import { useReadOnlyReason } from '@/app/session'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorNote, ErrorState } from '@/parts/ErrorState'
import { showViolations } from '@/parts/forms'
import { PageHeader } from '@/parts/PageHeader'
import { askQuote, QuoteReview } from '@/parts/Purchase'
import { hostnameProblem, passwordProblem, zoneOf } from '../model'
import { keysQuery, paymentMethodsQuery, plansQuery, regionsQuery, scriptsQuery, templatesQuery } from '../queries'
import { RootPassword } from '../server/RootPassword'
import { templateGroups } from '../templates'
import { PlanChoice, RegionChoice } from './Choices'
import { offersOf } from './plans'
import { Step } from './Step'
import { Summary } from './Summary'

const BACK = { to: '/servers', label: 'Servers' }
/** The form's fields that a shared link keeps. */
const LINKED = { data_center_id: 'region', plan: 'plan', template: 'template' } as const

export function CreatePage() {
  const search = useSearch({ from: '/servers/new' })
  const { accounts, isPending, error, refetch } = useAccounts('servers')
  const account = accounts.find((one) => one.name === search.account)?.name ?? accounts[0]?.name
  return (
    <>
      <PageHeader
        title="Create a server"
        back={BACK}
        description="Nothing is bought before you have seen the price and confirmed it."
      />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <Skeleton height={400} role="status" aria-label="Loading" />
      ) : account === undefined ? (
        <EmptyState
          icon={IconServer2}
          title="No account with servers"
          action={
            <Button component={Link} to="/providers" variant="default">
              Connect an account
            </Button>
          }
        >
          Connect an account at a provider that offers virtual servers, such as Hostinger.
        </EmptyState>
      ) : (
        <CreateForm key={account} account={account} />
      )}
    </>
  )
}

function CreateForm({ account }: { account: string }) {
  const search = useSearch({ from: '/servers/new' })
  const navigate = useNavigate()
  const readOnly = useReadOnlyReason()
  const all = useQuery(accountsQuery)
  const provider = all.data?.find((one) => one.name === account)
  const can = (capability: string) => provider?.capabilities.includes(capability) ?? false
  const regions = useQuery(regionsQuery(account))
  const plans = useQuery(plansQuery(account))
  const templates = useQuery(templatesQuery(account))
  const keys = useQuery({ ...keysQuery(account), enabled: can('ssh_keys') })
  const scripts = useQuery({ ...scriptsQuery(account), enabled: can('servers.scripts') })
  const methods = useQuery({ ...paymentMethodsQuery(account), enabled: can('billing') })
  const zones = useQuery(zonesQuery)
  const [reviewing, review] = useDisclosure()

  const form = useForm({
    initialValues: {
      data_center_id: search.region ?? '',
      plan: search.plan ?? '',
      template: search.template ?? '',
      hostname: '',
      password: '',
      ssh_key_id: '',
      post_install_script_id: '',
      payment_method_id: '',
      names: [] as string[],
    },
    validate: {
      data_center_id: (value) => (value ? null : 'Choose a region'),
      plan: (value) => (value ? null : 'Choose a plan'),
      template: (value) => (value ? null : 'Choose a system'),
      hostname: (value) => (value.trim() === '' ? 'Give it a host name' : hostnameProblem(value.trim())),
      password: passwordProblem,
      names: (value) => {
        const zoneless = value.filter((name) => !zoneOf(name, zones.data?.zones ?? []))
        return zones.data && zoneless.length > 0 ? `No zone here holds ${zoneless.join(', ')}` : null
      },
    },
    validateInputOnBlur: ['hostname'],
  })
  const { values } = form

  const quote = useMutation({
    mutationFn: () => {
      const optional = Object.fromEntries(
        (['password', 'ssh_key_id', 'post_install_script_id', 'payment_method_id'] as const)
          .filter((name) => values[name] !== '')
          .map((name) => [name, values[name]]),
      )
      return askQuote(account, {
        kind: 'create_server',
        plan: values.plan,
        data_center_id: values.data_center_id,
        template: values.template,
        hostname: values.hostname.trim(),
        ...optional,
      })
    },
    onSuccess: review.open,
    onError: (error) => showViolations(form, error),
    gcTime: 0,
  })

  function choose(field: keyof typeof LINKED, value: string) {
    form.setFieldValue(field, value)
    form.clearFieldError(field)
    void navigate({
      to: '.',
      search: (old: object) => ({ ...old, [LINKED[field]]: value }) as never,
      replace: true,
      resetScroll: false,
    })
  }

  const offers = offersOf(plans.data ?? [])
  const offer = offers.find((one) => one.id === values.plan)
  const region = regions.data?.find((one) => one.id === values.data_center_id)
  const template = templates.data?.find((one) => (one.slug || one.id) === values.template)
  const usable = (methods.data ?? []).filter((method) => !method.is_expired && !method.is_suspended)
  const standard = (methods.data ?? []).find((method) => method.is_default)
  const failed = [regions, plans, templates].find((query) => query.error && !query.data)

  return (
    <form
      noValidate
      aria-label="New server"
      onSubmit={form.onSubmit(() => {
        if (!readOnly && !quote.isPending) quote.mutate()
      })}
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="xl">
            {failed && (
              <ErrorState
                error={failed.error}
                onRetry={() => {
                  for (const query of [regions, plans, templates]) if (query.error) void query.refetch()
                }}
              />
            )}
            <Step number={1} title="Account and region">
              <Select
                label="Account"
                data={(all.data ?? [])
                  .filter((one) => one.connected)
                  .map((one) => {
                    const has = one.capabilities.includes('servers')
                    return {
                      value: one.name,
                      label: has ? one.name : `${one.name} (${one.display_name} offers no servers)`,
                      disabled: !has,
                    }
                  })}
                value={account}
                allowDeselect={false}
                maw={360}
                onChange={(next) =>
                  next &&
                  void navigate({ to: '.', search: { account: next } as never, replace: true, resetScroll: false })
                }
              />
              <RegionChoice
                regions={regions.data}
                value={values.data_center_id}
                error={form.errors.data_center_id}
                onChange={(value) => choose('data_center_id', value)}
              />
            </Step>
            <Step number={2} title="Plan">
              <PlanChoice
                offers={plans.data && offers}
                value={values.plan}
                error={form.errors.plan}
                onChange={(value) => choose('plan', value)}
              />
            </Step>
            <Step number={3} title="System">
              <Select
                label="Operating system"
                placeholder="Choose a system"
                data={templateGroups(templates.data ?? [])}
                value={values.template || null}
                onChange={(value) => value && choose('template', value)}
                error={form.errors.template}
                description={template?.description}
                searchable
                withAsterisk
                disabled={!templates.data}
                maw={480}
              />
              {(scripts.data?.length ?? 0) > 0 && (
                <Select
                  label="Script after the installation"
                  description="Runs once as root."
                  placeholder="None"
                  data={(scripts.data ?? []).map((script) => ({ value: script.id, label: script.name }))}
                  value={values.post_install_script_id || null}
                  onChange={(value) => form.setFieldValue('post_install_script_id', value ?? '')}
                  error={form.errors.post_install_script_id}
                  clearable
                  maw={480}
                />
              )}
            </Step>
            <Step number={4} title="Name and access">
              <TextInput
                label="Host name"
                description="In full, such as web-1.example.com."
                withAsterisk
                spellCheck={false}
                autoComplete="off"
                maw={480}
                {...form.getInputProps('hostname')}
              />
              <Select
                label="SSH key"
                description="Further keys can be put on the server afterwards."
                placeholder={can('ssh_keys') ? 'None' : 'The account offers no SSH keys'}
                data={(keys.data ?? []).map((key) => ({ value: key.id, label: key.name }))}
                value={values.ssh_key_id || null}
                onChange={(value) => form.setFieldValue('ssh_key_id', value ?? '')}
                error={form.errors.ssh_key_id}
                searchable
                clearable
                disabled={!can('ssh_keys')}
                maw={480}
              />
              <div style={{ maxWidth: 480 }}>
                <RootPassword
                  value={values.password}
                  onChange={(value) => {
                    form.setFieldValue('password', value)
                    form.clearFieldError('password')
                  }}
                  description="Left empty, the provider makes one and does not tell it here."
                  error={form.errors.password}
                />
              </div>
              {values.ssh_key_id === '' && values.password === '' && (
                <Text size="sm" c="dimmed">
                  Without a key and a password, you will have to reset the password before you can sign in.
                </Text>
              )}
            </Step>
            <Step number={5} title="Names that lead to it">
              <TagsInput
                label="DNS names"
                description="Optional. Once the server has its address, the changes to the zones are shown for review."
                placeholder={values.names.length === 0 ? 'www.example.com' : ''}
                value={values.names}
                onChange={(next) =>
                  form.setFieldValue(
                    'names',
                    next.map((name) => name.trim().toLowerCase().replace(/\.$/, '')),
                  )
                }
                error={form.errors.names}
                acceptValueOnBlur
                maw={480}
              />
            </Step>
            {(methods.data?.length ?? 0) > 0 && (
              <Step number={6} title="Payment">
                <Select
                  label="Payment method"
                  placeholder={
                    standard ? `The default: ${standard.name} ${standard.identifier}` : "The provider's default"
                  }
                  data={(methods.data ?? []).map((method) => ({
                    value: method.id,
                    label:
                      `${method.name} ${method.identifier}` +
                      (method.is_expired ? ' (expired)' : method.is_suspended ? ' (suspended)' : ''),
                    disabled: !usable.includes(method),
                  }))}
                  value={values.payment_method_id || null}
                  onChange={(value) => form.setFieldValue('payment_method_id', value ?? '')}
                  error={form.errors.payment_method_id}
                  clearable
                  maw={480}
                />
              </Step>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Summary
            account={account}
            sandbox={provider?.sandbox ?? false}
            region={region}
            offer={offer}
            system={template?.name}
            hostname={values.hostname.trim()}
            sshKey={keys.data?.find((key) => key.id === values.ssh_key_id)?.name}
            names={values.names}
            reason={readOnly}
            busy={quote.isPending}
            hasErrors={Object.keys(form.errors).length > 0}
          >
            <ErrorNote error={quote.error} known={Object.keys(values)} />
          </Summary>
        </Grid.Col>
      </Grid>
      <Modal opened={reviewing && quote.data !== undefined} onClose={review.close} title="Order this server?">
        {quote.data && (
          <QuoteReview
            quote={quote.data}
            onAgain={() => quote.mutate()}
            onBack={review.close}
            facts={[
              ['Region', region ? `${region.name}, ${region.country}` : values.data_center_id],
              ['System', template?.name ?? values.template],
            ]}
            onOrdered={(order) =>
              void navigate({
                to: '/servers/ordered/$order',
                params: { order: order.id },
                search: { names: values.names.length > 0 ? values.names.join(',') : undefined },
              })
            }
          />
        )}
      </Modal>
    </form>
  )
}
