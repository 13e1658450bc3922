// A root password with its rules as one types, and a good one at the press of a button.
//   <RootPassword value={password} onChange={setPassword} error={...} />
import { Button, Group, List, PasswordInput, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconPoint } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { CopyText } from '@/parts/CopyText'
import { newPassword, PASSWORD_RULES } from '../model'

interface Props {
  value: string
  onChange: (value: string) => void
  error?: ReactNode
  description?: ReactNode
  label?: string
}

export function RootPassword({ value, onChange, error, description, label = 'Root password' }: Props) {
  const [visible, shown] = useDisclosure()
  return (
    <Stack gap={6}>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <PasswordInput
          label={label}
          description={description}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={error}
          visible={visible}
          onVisibilityChange={shown.toggle}
          autoComplete="new-password"
          style={{ flex: 1 }}
        />
        <Button
          variant="default"
          onClick={() => {
            onChange(newPassword())
            shown.open()
          }}
        >
          Make one
        </Button>
      </Group>
      {value !== '' && (
        <>
          <List listStyleType="none" size="xs" aria-label="Rules of the password">
            {PASSWORD_RULES.map((rule) => {
              const holds = rule.holds(value)
              return (
                <List.Item key={rule.text}>
                  <Group gap={4} wrap="nowrap">
                    {holds ? (
                      <IconCheck size={14} color="var(--mantine-color-green-7)" aria-label="kept" />
                    ) : (
                      <IconPoint size={14} aria-label="missing" />
                    )}
                    <Text span size="xs" c={holds ? 'dimmed' : undefined}>
                      {rule.text}
                    </Text>
                  </Group>
                </List.Item>
              )
            })}
          </List>
          {visible && (
            <Group gap={4}>
              <Text size="xs" c="dimmed">
                It is not kept here. Copy it now:
              </Text>
              <CopyText value={value} label="password">
                <span />
              </CopyText>
            </Group>
          )}
        </>
      )}
    </Stack>
  )
}
