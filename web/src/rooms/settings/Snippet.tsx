import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './settings.module.css'

/** Lines for a terminal or a file, with a copy button beside them. */
export function Snippet({ label, children }: { label: string; children: string }) {
  return (
    <div className={classes.snippet}>
      <pre className={classes.lines} tabIndex={0} aria-label={label}>
        {children}
      </pre>
      <CopyButton value={children}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon className={classes.copy} aria-label={`Copy: ${label}`} onClick={copy}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  )
}
