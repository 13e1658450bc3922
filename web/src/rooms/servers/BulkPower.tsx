import { Button, Group, List, Loader, Modal, Stack, Text } from '@mantine/core'
import { IconCheck, IconPlayerPlay, IconPlayerStop, IconRefresh, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asApiError } from '@/api/error'
import { useReadOnlyReason } from '@/app/session'
import { DisabledReason } from '@/parts/DisabledReason'
import { POWER, setPower, type Power } from './power'
import type { Row } from './useServers'

type Result = 'waiting' | 'busy' | 'done' | { failed: string }

const ICONS = { start: IconPlayerPlay, restart: IconRefresh, stop: IconPlayerStop }

/** Starts, restarts or stops the selected servers, one after the other, with a result for each. */
export function BulkPower({ rows, clear }: { rows: Row[]; clear: () => void }) {
  const readOnly = useReadOnlyReason()
  const [asked, setAsked] = useState<{ power: Power; rows: Row[] }>()
  return (
    <>
      {(['start', 'restart', 'stop'] as const).map((power) => {
        const Mark = ICONS[power]
        return (
          <DisabledReason key={power} reason={readOnly}>
            {(off) => (
              <Button
                size="xs"
                variant="default"
                leftSection={<Mark size={14} aria-hidden />}
                onClick={() => setAsked({ power, rows })}
                {...off}
              >
                {POWER[power].verb}
              </Button>
            )}
          </DisabledReason>
        )
      })}
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked ? `${POWER[asked.power].verb} ${count(asked.rows.length)}?` : ''}
      >
        {asked && <Run {...asked} clear={clear} close={() => setAsked(undefined)} />}
      </Modal>
    </>
  )
}

function count(number: number): string {
  return number === 1 ? '1 server' : `${number} servers`
}

function Run({ power, rows, clear, close }: { power: Power; rows: Row[]; clear: () => void; close: () => void }) {
  const client = useQueryClient()
  const [results, setResults] = useState<Result[]>(() => rows.map(() => 'waiting'))
  const [state, setState] = useState<'ask' | 'busy' | 'ended'>('ask')

  async function run() {
    setState('busy')
    for (const [index, row] of rows.entries()) {
      const put = (result: Result) => setResults((old) => old.map((one, at) => (at === index ? result : one)))
      put('busy')
      try {
        await setPower(row.account, row.id, power)
        put('done')
      } catch (error) {
        put({ failed: asApiError(error).message })
      }
      void client.invalidateQueries({ queryKey: ['server', row.account, row.id] })
    }
    void client.invalidateQueries({ queryKey: ['servers'] })
    setState('ended')
  }

  return (
    <Stack gap="md">
      {state === 'ask' && <Text size="sm">{POWER[power].effect}</Text>}
      <List listStyleType="none" spacing={6} size="sm" aria-live="polite">
        {rows.map((row, index) => (
          <List.Item key={`${row.account}/${row.id}`}>
            <Group gap={8} wrap="nowrap" align="flex-start">
              <ResultMark result={results[index] ?? 'waiting'} />
              <div style={{ overflowWrap: 'anywhere' }}>
                <Text span inherit fw={500}>
                  {row.name}
                </Text>{' '}
                <Text span inherit c="dimmed">
                  {row.account}
                </Text>
                {typeof results[index] === 'object' && (
                  <Text size="sm" c="var(--mantine-color-error)">
                    {results[index].failed}
                  </Text>
                )}
              </div>
            </Group>
          </List.Item>
        ))}
      </List>
      <Group justify="flex-end" gap="xs">
        {state === 'ended' ? (
          <Button
            onClick={() => {
              clear()
              close()
            }}
          >
            Close
          </Button>
        ) : (
          <>
            <Button variant="default" onClick={close} disabled={state === 'busy'}>
              Cancel
            </Button>
            <Button
              color={power === 'start' ? undefined : 'red.8'}
              loading={state === 'busy'}
              onClick={() => void run()}
            >
              {POWER[power].verb} {count(rows.length)}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  )
}

function ResultMark({ result }: { result: Result }) {
  if (result === 'busy') return <Loader size={14} mt={2} aria-label="under way" />
  if (result === 'done')
    return <IconCheck size={16} color="var(--mantine-color-green-7)" aria-label="accepted" style={{ flex: 'none' }} />
  if (typeof result === 'object')
    return <IconX size={16} color="var(--mantine-color-error)" aria-label="failed" style={{ flex: 'none' }} />
  return <span style={{ width: 16, flex: 'none' }} />
}
