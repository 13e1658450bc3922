import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { PageHeader } from '@/parts/PageHeader'
import { Panel } from '@/parts/Panel'
import { OrderProgress } from '@/parts/Purchase'

interface Props {
  title: string
  order: string
  domain: string | undefined
  account: string | undefined
  /** Words of the button that leads to the next purchase. */
  next: string
  onForm: () => void
  onNext: () => void
}

/** What becomes of an order that was just made; a reload shows the same. */
export function Ordered({ title, order, domain, account, next, onForm, onNext }: Props) {
  return (
    <>
      <PageHeader title={title} back={{ to: '/domains', label: 'Domains' }} />
      <Panel title="Order">
        <OrderProgress
          id={order}
          done={
            domain !== undefined &&
            account !== undefined && (
              <Button component={Link} to={`/domains/${account}/${domain}`}>
                Open {domain}
              </Button>
            )
          }
          failed={<Button onClick={onForm}>Back to the form</Button>}
        />
      </Panel>
      <Group mt="md">
        <Button variant="subtle" onClick={onNext}>
          {next}
        </Button>
      </Group>
    </>
  )
}
