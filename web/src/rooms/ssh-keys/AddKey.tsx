import { Button, Checkbox, FileButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, ok } from '@/api/client'
import type { Account } from '@/api/queries/accounts'
import { notifyDone } from '@/parts/notify'
import { fingerprintOf, readPublicKey, typeLabel, type KeyRow } from './model'
import { Results, useJobs, type Job } from '@/parts/Jobs'

interface Props {
  accounts: readonly Account[]
  rows: readonly KeyRow[]
  /** A key that is there already and shall go to further accounts. */
  known?: KeyRow
  close: () => void
}

/** A key is given once and sent to the chosen accounts, with a result for each. */
export function AddKey({ accounts, rows, known, close }: Props) {
  const client = useQueryClient()
  const [text, setText] = useState(known?.publicKey ?? '')
  const [name, setName] = useState(known?.name ?? '')
  const [chosen, setChosen] = useState<string[]>(accounts.length === 1 ? accounts.map((one) => one.name) : [])
  const [tried, setTried] = useState(false)
  const [fingerprint, setFingerprint] = useState<string>()
  const { results, busy, run, isDone } = useJobs()

  const key = readPublicKey(text)
  const problem = typeof key === 'string' ? key : undefined
  useEffect(() => {
    let current = true
    setFingerprint(undefined)
    const read = readPublicKey(text)
    if (typeof read !== 'string') {
      void fingerprintOf(read.blob).then((found) => {
        if (current) setFingerprint(found)
      })
    }
    return () => {
      current = false
    }
  }, [text])

  const same = rows.find((row) => row.fingerprint !== '' && row.fingerprint === fingerprint)
  const has = (account: string) => same?.copies.some((copy) => copy.account === account) ?? false
  const title = name.trim() || (typeof key === 'string' ? '' : key.comment)
  const left = chosen.filter((account) => !has(account) && !isDone(account))
  const jobs: Job[] = chosen.map((account) => ({
    id: account,
    label: account,
    run: () =>
      ok(
        api.POST('/api/hosting/providers/{provider}/ssh-keys', {
          params: { path: { provider: account } },
          body: { name: title, public_key: text.trim() },
        }),
      ),
  }))
  const started = Object.keys(results).length > 0

  async function send() {
    setTried(true)
    // Somebody else may have added it where it failed before.
    if (started && chosen.length > 0 && left.length === 0) {
      close()
      return
    }
    if (problem || title === '' || left.length === 0 || busy) return
    const all = await run(jobs.filter((job) => left.includes(job.id)))
    void client.invalidateQueries({ queryKey: ['ssh-keys'] })
    if (all) {
      notifyDone(`${title} is at ${left.length === 1 ? left[0] : `${left.length} accounts`}`)
      close()
    }
  }

  function paste(next: string) {
    setText(next)
    const read = readPublicKey(next)
    if (name === '' && typeof read !== 'string' && read.comment) setName(read.comment)
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Stack gap="md">
        {!known && (
          <>
            <div>
              <Textarea
                label="Public key"
                description="The line of the file that ends in .pub, such as ~/.ssh/id_ed25519.pub"
                placeholder="ssh-ed25519 AAAAC3... name@host"
                classNames={{ input: 'mono' }}
                autosize
                minRows={3}
                maxRows={8}
                value={text}
                onChange={(event) => paste(event.currentTarget.value)}
                error={(tried || text !== '') && problem ? problem : undefined}
                spellCheck={false}
                data-autofocus
              />
              <FileButton
                onChange={(file) => {
                  // A public key is a line; a large file is something else.
                  if (file && file.size < 65_536) void file.text().then((content) => paste(content.trim()))
                }}
              >
                {(button) => (
                  <Button {...button} variant="subtle" size="xs" mt={4}>
                    Choose a file
                  </Button>
                )}
              </FileButton>
            </div>
            <TextInput
              label="Name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={tried && title === '' ? 'Give the key a name' : undefined}
              placeholder={typeof key === 'string' ? '' : key.comment}
            />
          </>
        )}
        {typeof key !== 'string' && (
          <div>
            <Text size="sm" fw={500}>
              Fingerprint
            </Text>
            <Text size="sm" className="mono" style={{ overflowWrap: 'anywhere' }}>
              {fingerprint ?? '…'}
            </Text>
            <Text size="sm" c="dimmed">
              {typeLabel(key.type)}
              {same && !known && `. The key is here already, as ${same.name}.`}
            </Text>
          </div>
        )}
        <Checkbox.Group
          label="Accounts"
          value={chosen}
          onChange={setChosen}
          error={
            accounts.every((account) => has(account.name))
              ? 'All accounts have the key'
              : tried && chosen.length === 0
                ? 'Choose an account'
                : undefined
          }
        >
          <Stack gap={8} mt={6}>
            {accounts.map((account) => (
              <Checkbox
                key={account.name}
                value={account.name}
                label={account.name}
                description={has(account.name) ? 'It has the key already' : undefined}
                disabled={has(account.name) || busy || isDone(account.name)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Results jobs={jobs} results={results} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {started ? 'Close' : 'Cancel'}
          </Button>
          <Button type="submit" loading={busy}>
            {started ? 'Try again' : known ? 'Send' : 'Add key'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
