import { Group, Radio, SegmentedControl, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { Schemas } from '@/api/client'
import { formatMoney } from '@/parts/MoneyText'
import { countryName, periodLabel } from '../model'
import classes from './create.module.css'
import { inTerm, perMonth, termsOf, type Offer } from './plans'

interface ChoiceProps {
  value: string
  error: ReactNode
  onChange: (value: string) => void
}

export function RegionChoice({
  regions,
  value,
  error,
  onChange,
}: ChoiceProps & { regions: readonly Schemas['DataCenter'][] | undefined }) {
  if (!regions) return <Skeleton height={110} />
  return (
    <Radio.Group label="Region" withAsterisk value={value} onChange={onChange} error={error}>
      <SimpleGrid cols={{ base: 2, xs: 3, lg: 4 }} spacing="xs" mt={4}>
        {regions.map((region) => (
          <Radio.Card key={region.id} value={region.id} className={classes.card} aria-label={region.name}>
            <Text size="sm" fw={500}>
              {region.name}
            </Text>
            <Text size="xs" c="dimmed">
              {countryName(region.country)}
            </Text>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  )
}

export function PlanChoice({ offers, value, error, onChange }: ChoiceProps & { offers: Offer[] | undefined }) {
  const [wanted, setWanted] = useState<number>()
  if (!offers) return <Skeleton height={150} />
  const terms = termsOf(offers)
  const months = wanted ?? offers.find((offer) => offer.id === value)?.months ?? terms[0] ?? 1
  const shown = offers.filter((offer) => offer.months === months)
  return (
    <Stack gap="sm">
      {terms.length > 1 && (
        <SegmentedControl
          aria-label="Term"
          size="xs"
          w="fit-content"
          value={String(months)}
          onChange={(next) => {
            setWanted(Number(next))
            const same = inTerm(offers, value, Number(next))
            if (same) onChange(same.id)
          }}
          data={terms.map((term) => ({ value: String(term), label: periodLabel(term) }))}
        />
      )}
      <Radio.Group label="Plan" withAsterisk value={value} onChange={onChange} error={error}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={4}>
          {shown.map((offer) => (
            <PlanCard key={offer.id} offer={offer} />
          ))}
        </SimpleGrid>
      </Radio.Group>
    </Stack>
  )
}

function PlanCard({ offer }: { offer: Offer }) {
  const money = (minor: number) => formatMoney(minor, offer.currency)
  return (
    <Radio.Card value={offer.id} className={classes.card} aria-label={`${offer.name}, ${money(offer.first)}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {offer.name}
          </Text>
          <Text size="xs" c="dimmed">
            {offer.description}
          </Text>
        </div>
        <div style={{ textAlign: 'end', whiteSpace: 'nowrap' }}>
          <Text size="sm" fw={600}>
            {money(offer.first)}
          </Text>
          <Text size="xs" c="dimmed">
            {offer.months === 1 ? 'per month' : `${money(perMonth(offer))} per month`}
          </Text>
          {offer.later !== offer.first && (
            <Text size="xs" c="dimmed">
              then {money(offer.later)}
            </Text>
          )}
        </div>
      </Group>
    </Radio.Card>
  )
}
