// A value with a copy button; `secret` shows dots until asked.
//   <CopyText value="ns1.example.net" label="name server" />  <CopyText secret value={authCode} label="transfer code" />
import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'

interface Props {
  value: string
  label: string
  secret?: boolean
  children?: ReactNode
}

export function CopyText({ value, label, secret, children }: Props) {
  const [shown, setShown] = useState(!secret)
  return (
    <Group gap={4} wrap="nowrap" style={{ minWidth: 0 }}>
      {children ?? (
        <Text span className="mono" style={{ overflowWrap: 'anywhere' }}>
          {shown ? value : '•'.repeat(12)}
        </Text>
      )}
      {secret && (
        <ActionIcon size="sm" aria-label={`${shown ? 'Hide' : 'Show'} ${label}`} onClick={() => setShown(!shown)}>
          {shown ? <IconEyeOff size={14} /> : <IconEye size={14} />}
        </ActionIcon>
      )}
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : `Copy ${label}`}>
            <ActionIcon size="sm" aria-label={`Copy ${label}`} onClick={copy}>
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  )
}
