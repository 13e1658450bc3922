import {
  Alert,
  Anchor,
  Box,
  Button,
  Code,
  Drawer,
  FileButton,
  Group,
  List,
  Radio,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { IconAlertCircle, IconUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, ok, type Schemas } from '@/api/client'
import { ErrorNote } from '@/parts/ErrorState'
import { notifyInfo } from '@/parts/notify'
import { PlanReview } from '@/parts/PlanReview'
import { fromDocument } from '../records/model'
import { useZone } from '../zone/context'
import { faultsOf, looksLikeYaml, offsetOf, type Fault } from './faults'

type Policy = NonNullable<Schemas['PlanRequest']['policy']>

const POLICIES: { value: Policy; label: string; description: string }[] = [
  {
    value: 'upsert',
    label: 'Merge',
    description: 'Sets that the file names become what it says. The others stay.',
  },
  { value: 'create-only', label: 'Only add', description: 'Only sets that are not there yet. Nothing is changed.' },
  {
    value: 'sync',
    label: 'Replace the zone',
    description: 'Afterwards the zone holds what the file says and nothing else, but its SOA and name servers.',
  },
]

/** Most that is read; the server takes 64 MiB a request. */
const MOST = 60 * 1024 * 1024

export function ImportDrawer() {
  const scope = useZone()
  const { account, zone, go, records, putAll } = scope
  const [text, setText] = useState('')
  const [fileName, setFileName] = useState('')
  const [policy, setPolicy] = useState<Policy>('upsert')
  const [over, setOver] = useState(false)
  const [tooLarge, setTooLarge] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const close = () => go({ open: undefined })
  const isYaml = looksLikeYaml(text, fileName)

  const make = () =>
    ok(
      api.POST('/api/hosting/providers/{provider}/dns/{domain}/plan', {
        params: { path: { provider: account, domain: zone } },
        body: isYaml ? { yaml: text, policy } : { zone_file: text, policy },
      }),
    )
  const plan = useMutation({ mutationFn: make })
  const faults = plan.error ? faultsOf(plan.error, text) : undefined

  async function read(file: File | null | undefined) {
    if (!file) return
    setTooLarge(file.size > MOST)
    if (file.size > MOST) return
    plan.reset()
    setText(await file.text())
    setFileName(file.name)
  }

  function stage(made: Schemas['PlanBody']) {
    putAll(
      made.changes.flatMap((change) => {
        const document = change.after ?? change.before
        if (!document || document.type === 'SOA') return []
        const { name, type, ttl, values } = fromDocument(document, zone)
        return [{ name, type, next: change.after ? { ttl, values } : null }]
      }),
    )
    notifyInfo('Staged', 'Look through the changes and review them when you are ready.')
    close()
  }

  return (
    <Drawer
      opened
      onClose={close}
      title={`Import into ${zone}`}
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {plan.data ? (
        <PlanReview
          account={account}
          zone={zone}
          plan={plan.data}
          make={make}
          onClose={() => plan.reset()}
          onApplied={() => undefined}
          actions={(made) =>
            records.isLoaded && (
              <Button variant="default" onClick={() => stage(made)}>
                Stage instead
              </Button>
            )
          }
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            plan.mutate()
          }}
        >
          <Stack gap="md">
            <Box
              onDragOver={(event) => {
                event.preventDefault()
                setOver(true)
              }}
              onDragLeave={() => setOver(false)}
              onDrop={(event) => {
                event.preventDefault()
                setOver(false)
                void read(event.dataTransfer.files[0])
              }}
              style={{
                borderRadius: 4,
                outline: over ? '2px dashed var(--mantine-primary-color-filled)' : undefined,
                outlineOffset: 4,
              }}
            >
              <Group justify="space-between" mb={6} align="flex-end">
                <Box>
                  <Text component="label" htmlFor="zone-file" size="sm" fw={500}>
                    Zone file
                  </Text>
                  <Text size="xs" c="dimmed">
                    As BIND writes it, or OctoDNS YAML. Paste it, drop a file here, or choose one.
                  </Text>
                </Box>
                <FileButton onChange={(file) => void read(file)} accept=".zone,.txt,.db,.dns,.yaml,.yml,text/*">
                  {(props) => (
                    <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={14} aria-hidden />}>
                      Choose a file
                    </Button>
                  )}
                </FileButton>
              </Group>
              <Textarea
                id="zone-file"
                ref={area}
                value={text}
                onChange={(event) => {
                  setText(event.currentTarget.value)
                  setFileName('')
                  if (plan.error) plan.reset()
                }}
                rows={14}
                spellCheck={false}
                autoCapitalize="off"
                placeholder={`$ORIGIN ${zone}.\n$TTL 3600\n@    IN A    192.0.2.10\nwww  IN CNAME @`}
                styles={{ input: { whiteSpace: 'pre', overflowX: 'auto' } }}
                classNames={{ input: 'mono' }}
                error={tooLarge ? 'This file is larger than 60 MiB.' : undefined}
                data-autofocus
              />
              <Text size="xs" c="dimmed" mt={4}>
                {text === ''
                  ? 'Nothing is changed before you have seen the plan.'
                  : `${text.split('\n').length.toLocaleString()} lines, read as ${isYaml ? 'OctoDNS YAML' : 'a zone file'}`}
                {fileName && ` from ${fileName}`}
              </Text>
            </Box>
            {faults ? (
              <FaultList
                faults={faults}
                onJump={(fault) => {
                  const at = offsetOf(text, fault.line, fault.column)
                  area.current?.focus()
                  area.current?.setSelectionRange(at, at)
                  const height = parseFloat(getComputedStyle(area.current ?? document.body).lineHeight) || 18
                  if (area.current) area.current.scrollTop = Math.max(0, (fault.line - 4) * height)
                }}
              />
            ) : (
              <ErrorNote error={plan.error} />
            )}
            <Radio.Group label="What becomes of the zone" value={policy} onChange={(next) => setPolicy(next as Policy)}>
              <Stack gap="xs" mt={6}>
                {POLICIES.map((one) => (
                  <Radio key={one.value} value={one.value} label={one.label} description={one.description} />
                ))}
              </Stack>
            </Radio.Group>
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" disabled={text.trim() === ''} loading={plan.isPending}>
                Compare with the zone
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Drawer>
  )
}

function FaultList({ faults, onJump }: { faults: Fault[]; onJump: (fault: Fault) => void }) {
  const shown = faults.slice(0, 50)
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertCircle aria-hidden />}
      title={faults.length === 1 ? 'One fault in the file' : `${faults.length} faults in the file`}
      styles={{ message: { color: 'inherit' } }}
    >
      <List size="sm" listStyleType="none" spacing={6}>
        {shown.map((fault) => (
          <List.Item key={`${fault.line}:${fault.column} ${fault.rule}`}>
            <Anchor component="button" type="button" size="sm" c="inherit" td="underline" onClick={() => onJump(fault)}>
              Line {fault.line}, column {fault.column}
            </Anchor>
            : {fault.rule}
            {fault.text.trim() && (
              <Code block mt={2} p={4} fz="xs">
                {fault.text.slice(0, 200)}
              </Code>
            )}
          </List.Item>
        ))}
      </List>
      {faults.length > shown.length && <Text size="sm">and {faults.length - shown.length} more</Text>}
    </Alert>
  )
}
