import { Button } from '@mantine/core'
import { IconMapPinOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'

export function NotFound() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState
        icon={IconMapPinOff}
        title="There is no page at this address"
        action={
          <Button component={Link} to="/" variant="default">
            Go to the overview
          </Button>
        }
      >
        The link may be old, or mistyped.
      </EmptyState>
    </>
  )
}
