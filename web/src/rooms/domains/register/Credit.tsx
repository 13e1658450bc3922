import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { MoneyText } from '@/parts/MoneyText'

interface Money {
  minor: number
  currency: string
}

/** Whether the account's credit pays for an order. */
export function Credit({ credit, price }: { credit: { balance: Money } | undefined; price: Money }) {
  if (!credit || credit.balance.currency !== price.currency) return null
  if (credit.balance.minor < price.minor)
    return (
      <Alert mt="md" color="yellow" variant="light" p="sm" icon={<IconAlertTriangle aria-hidden />}>
        <Text size="sm">
          The account has only <MoneyText money={credit.balance} /> left: the provider may refuse the order.
        </Text>
      </Alert>
    )
  return (
    <Text size="sm" c="dimmed" mt="md">
      Paid from the account’s credit of <MoneyText money={credit.balance} />.
    </Text>
  )
}
