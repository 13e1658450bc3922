import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState } from '@/parts/ErrorState'
import { askQuote, OrderProgress, QuoteReview } from '@/parts/Purchase'

/** A domain is bought back out of redemption. */
export function RestoreDialog({ account, name, onClose }: { account: string; name: string; onClose: () => void }) {
  const [order, setOrder] = useState<string>()
  const quote = useQuery({
    queryKey: ['quote', 'restore', account, name],
    queryFn: () => askQuote(account, { kind: 'restore_domain', domain: name }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  return (
    <Modal opened onClose={onClose} title={`Restore ${name}`} size="lg">
      {order !== undefined ? (
        <OrderProgress id={order} />
      ) : quote.data ? (
        <QuoteReview
          quote={quote.data}
          onOrdered={(done) => setOrder(done.id)}
          onAgain={() => void quote.refetch()}
          onBack={onClose}
        />
      ) : quote.error ? (
        <Stack>
          <ErrorState error={quote.error} onRetry={() => void quote.refetch()} />
        </Stack>
      ) : (
        <Group gap="xs">
          <Loader size={16} />
          <Text size="sm">Asking for the price</Text>
        </Group>
      )}
      {order !== undefined && (
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      )}
    </Modal>
  )
}
