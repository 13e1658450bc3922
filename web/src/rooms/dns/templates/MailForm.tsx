import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { keyOf } from '../records/model'
import { useZone } from '../zone/context'
import { proposeMail, spfOf, type MailProvider } from './mail'
import { StageProposals } from './StageProposals'

/** Mail at one provider. */
export function MailForm({ provider, onBack }: { provider: MailProvider; onBack: () => void }) {
  const { zone, after, facts } = useZone()
  const [inputs, setInputs] = useState<Record<string, string>>(() =>
    Object.fromEntries(provider.inputs.map((input) => [input.id, input.initial?.(zone) ?? ''])),
  )
  const ownSpf = spfOf(after)
  const [keepSpf, setKeepSpf] = useState(true)
  const hasDmarc = after.has(keyOf('_dmarc', 'TXT'))
  const [dmarc, setDmarc] = useState(true)
  const proposals = useMemo(
    () =>
      proposeMail(provider, trimmed(inputs), zone, after, {
        ttl: Math.max(facts.min, 3600),
        mergeSpf: keepSpf,
        dmarc,
      }),
    [provider, inputs, zone, after, facts.min, keepSpf, dmarc],
  )
  const set = (id: string, text: string) => setInputs((old) => ({ ...old, [id]: text }))
  return (
    <Stack gap="md">
      {provider.inputs.map((input) =>
        input.options ? (
          <Select
            key={input.id}
            label={input.label}
            data={[...input.options]}
            value={inputs[input.id] ?? ''}
            allowDeselect={false}
            onChange={(next) => next && set(input.id, next)}
          />
        ) : (
          <TextInput
            key={input.id}
            label={input.label}
            description={input.help}
            placeholder={input.placeholder}
            value={inputs[input.id] ?? ''}
            onChange={(event) => set(input.id, event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            classNames={{ input: 'mono' }}
          />
        ),
      )}
      {ownSpf && (
        <Checkbox
          checked={keepSpf}
          onChange={(event) => setKeepSpf(event.currentTarget.checked)}
          label="Keep what the SPF policy allows now"
          description={ownSpf}
        />
      )}
      {!hasDmarc && (
        <Checkbox
          checked={dmarc}
          onChange={(event) => setDmarc(event.currentTarget.checked)}
          label="Add a DMARC policy that only watches"
        />
      )}
      <StageProposals proposals={proposals} onBack={onBack} />
    </Stack>
  )
}

function trimmed(inputs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).map(([id, text]) => [id, text.trim()]))
}
