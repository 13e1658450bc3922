import { Group, Stack, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import classes from './create.module.css'

/** One numbered part of the form. */
export function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <Group gap="xs" mb="sm">
        <span className={classes.number} aria-hidden>
          {number}
        </span>
        <Title order={2} id={id}>
          {title}
        </Title>
      </Group>
      <Stack gap="md">{children}</Stack>
    </section>
  )
}
