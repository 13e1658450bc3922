// Makes a WHOIS profile, the registrant's data that a registrar keeps for domains of one TLD.
//   <WhoisForm account="hostinger" tld="se" onClose={close} />
import { Button, Group, Modal, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { ErrorNote } from './ErrorState'
import { notifyDone } from './notify'
import { countries } from './countries'
import { parsePairs } from './pairs'

const DETAILS = [
  ['first_name', 'First name', true],
  ['last_name', 'Last name', true],
  ['company_name', 'Organisation', false],
  ['email', 'E-mail', true],
  ['phone', 'Telephone', true],
  ['address', 'Street and number', true],
  ['city', 'City', true],
  ['state', 'State or province', false],
  ['zip', 'Postcode', true],
] as const

interface Props {
  account: string
  /** Fixed where a domain waits for it. */
  tld?: string
  onClose: () => void
}

export function WhoisForm({ account, tld: fixed, onClose }: Props) {
  const client = useQueryClient()
  const [tld, setTld] = useState(fixed ?? '')
  const [country, setCountry] = useState('')
  const [values, setValues] = useState<Record<string, string>>({})
  const [extra, setExtra] = useState('')
  const [shown, setShown] = useState(false)
  const pairs = parsePairs(extra)
  const missing = (key: string, required: boolean) => required && !values[key]?.trim()
  const isWhole = tld.trim() !== '' && country !== '' && DETAILS.every(([key, , required]) => !missing(key, required))
  const make = useMutation({
    mutationFn: () => {
      const details = Object.entries(values)
        .map(([key, value]) => [key, value.trim()] as const)
        .filter(([, value]) => value !== '')
      const body: Schemas['NewWhoisProfile'] = {
        tld: tld.trim().replace(/^\./, '').toLowerCase(),
        country,
        entity_type: values['company_name']?.trim() ? 'organization' : 'individual',
        whois_details: Object.fromEntries(details),
        tld_details: pairs ?? {},
      }
      return ok(api.POST('/api/hosting/providers/{provider}/whois', { params: { path: { provider: account } }, body }))
    },
    onSuccess: () => {
      notifyDone(`A WHOIS profile for .${tld} was made`)
      void client.invalidateQueries({ queryKey: ['whois', account] })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} size="lg" title={`WHOIS profile at ${account}`}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setShown(true)
          if (isWhole && pairs && !make.isPending) make.mutate()
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <TextInput
              label="TLD"
              withAsterisk
              disabled={fixed !== undefined}
              placeholder="com"
              value={tld}
              onChange={(event) => setTld(event.currentTarget.value)}
              error={shown && tld.trim() === '' ? 'It is required' : undefined}
            />
            <Select
              label="Country"
              withAsterisk
              searchable
              data={countries()}
              value={country || null}
              onChange={(value) => setCountry(value ?? '')}
              error={shown && country === '' ? 'It is required' : undefined}
            />
            {DETAILS.map(([key, label, required]) => (
              <TextInput
                key={key}
                label={label}
                withAsterisk={required}
                value={values[key] ?? ''}
                onChange={(event) => {
                  const { value } = event.currentTarget
                  setValues((old) => ({ ...old, [key]: value }))
                }}
                error={shown && missing(key, required) ? 'It is required' : undefined}
              />
            ))}
          </SimpleGrid>
          <Textarea
            label="What the registry asks for besides"
            description="One per line, such as organization_number = 559012-3456"
            autosize
            minRows={1}
            value={extra}
            onChange={(event) => setExtra(event.currentTarget.value)}
            error={pairs === undefined ? 'Each line is a name, an equals sign and a value' : undefined}
          />
          <ErrorNote error={make.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending}>
              Make profile
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
