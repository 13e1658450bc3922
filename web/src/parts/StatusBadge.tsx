// A state in one word, coloured only by what it means.
//   <StatusBadge tone="good">active</StatusBadge>
import { Badge, type BadgeProps } from '@mantine/core'
import type { ReactNode } from 'react'

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'neutral'

const COLORS: Record<Tone, string> = { good: 'green', busy: 'ink', warn: 'yellow', bad: 'red', neutral: 'gray' }

export function StatusBadge({ tone, children, ...rest }: { tone: Tone; children: ReactNode } & BadgeProps) {
  return (
    <Badge {...rest} color={COLORS[tone]} data-tone={tone} tt="none" fw={500} className="setec-badge">
      {children}
    </Badge>
  )
}
