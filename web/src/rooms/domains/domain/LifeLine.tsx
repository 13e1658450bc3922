// Where a domain stands in its years, drawn: the paid term, the grace after it, the redemption.
import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { cannot, useAccount } from '@/api/queries/accounts'
import { KeyValues } from '@/parts/KeyValues'
import { MoneyText } from '@/parts/MoneyText'
import { Panel } from '@/parts/Panel'
import { daysUntil, TimeText } from '@/parts/TimeText'
import classes from '../domains.module.css'
import { Expiry } from '../Expiry'
import { daysInWords, isGone, lifeSpans, tldOf, type Domain, type LifeSpan } from '../model'
import { priceQuery } from '../queries'

const UNTOLD = 'not told by the provider'
const YEAR = 365 * 86_400_000

export function LifeLine({ account, domain }: { account: string; domain: Domain }) {
  const own = useAccount(account)
  const { data } = useQuery({
    ...priceQuery(account, tldOf(domain.name)),
    enabled: own !== undefined && cannot(own, 'domains.prices', '') === undefined,
  })
  const prices = data?.[0]
  const renewal = prices?.prices.find((price) => price.operation === 'renew' && price.years === 1)
  const expires = domain.expires_at ? Date.parse(domain.expires_at) : undefined
  const now = Date.now()
  // A registration of long ago would leave no room for what is ahead: at most three years are drawn.
  const registered = domain.registered_at ? Date.parse(domain.registered_at) : undefined
  const begins = registered === undefined ? undefined : Math.max(registered, Math.min(now, expires ?? now) - 3 * YEAR)
  const spans =
    expires === undefined
      ? []
      : lifeSpans(begins ?? Math.min(now, expires) - YEAR / 4, expires, prices?.grace?.days, prices?.redemption?.days)

  return (
    <Panel title="Life line">
      {expires === undefined ? (
        <Text size="sm" c="dimmed">
          The provider tells no end of the term yet.
        </Text>
      ) : (
        <>
          <Line spans={spans} now={now} begins={begins !== undefined && begins === registered ? begins : undefined} />
          <Group gap="md" mb="md" aria-hidden>
            {spans.map((span) => (
              <Group key={span.kind} gap={6} wrap="nowrap">
                <span className={classes.span} data-kind={span.kind} style={{ width: 12, height: 8 }} />
                <Text size="xs" c="dimmed">
                  {span.label}
                </Text>
              </Group>
            ))}
          </Group>
        </>
      )}
      <KeyValues
        items={[
          [
            'Registered',
            registered === undefined ? UNTOLD : <TimeText key="registered" at={domain.registered_at} date />,
          ],
          ['Paid until', <Expiry key="expires" at={domain.expires_at} plain={isGone(domain)} />],
          [
            'Renews',
            domain.auto_renew == null ? UNTOLD : domain.auto_renew ? 'by itself' : 'only when somebody renews it',
          ],
          renewal !== undefined && ['Renewal', <MoneyText key="renewal" money={renewal.price} per="year" />],
          spans.length === 1 && ['Grace and redemption', UNTOLD],
          ...spans.slice(1).map(
            (span) =>
              [
                span.kind === 'grace' ? 'Grace until' : 'Redemption until',
                <Group key={span.kind} gap={6} component="span">
                  <TimeText at={new Date(span.to).toISOString()} date />
                  <Fee money={span.kind === 'grace' ? prices?.grace?.fee : prices?.redemption?.fee} />
                </Group>,
              ] as const,
          ),
        ]}
      />
    </Panel>
  )
}

function Fee({ money }: { money: { minor: number; currency: string } | null | undefined }) {
  if (!money) return null
  return (
    <Text span size="sm" c="dimmed">
      {money.minor === 0 ? (
        'without a fee'
      ) : (
        <>
          fee <MoneyText money={money} />
        </>
      )}
    </Text>
  )
}

interface LineProps {
  spans: readonly LifeSpan[]
  now: number
  /** The day of the registration, where the line begins there. */
  begins: number | undefined
}

function Line({ spans, now, begins }: LineProps) {
  const from = spans[0]?.from ?? now
  const to = Math.max(spans.at(-1)?.to ?? now, now)
  const left = daysUntil(new Date(spans[0]?.to ?? now).toISOString())
  const place = (at: number) => ((at - from) / (to - from)) * 100
  const side = (at: number, room = 12) => (place(at) < room ? 'start' : place(at) > 100 - room ? 'end' : undefined)
  const summary = spans
    .map((span) => `${span.kind === 'term' ? 'paid' : span.kind} until ${dayjs(span.to).format('D MMM YYYY')}`)
    .join(', ')
  return (
    <div className={classes.life} role="img" aria-label={`Today is ${dayjs(now).format('D MMM YYYY')}; ${summary}`}>
      {spans.map((span) => (
        <div
          key={span.kind}
          className={classes.span}
          data-kind={span.kind}
          style={{ width: `${place(span.to) - place(span.from)}%` }}
        />
      ))}
      {spans.map((span, index) => (
        <span
          key={span.kind}
          className={classes.mark}
          data-end={index === spans.length - 1 ? 'end' : side(span.to)}
          style={{ left: `${Math.min(100, place(span.to))}%` }}
          // Grace and redemption are short: only the first and the last date fit beneath, on a phone one of them.
          hidden={index !== 0 && index !== spans.length - 1}
          data-tight={(index === 0 && spans.length > 1 && place(to) - place(span.to) < 30) || undefined}
        >
          {dayjs(span.to).format('D MMM YYYY')}
        </span>
      ))}
      {begins !== undefined && (
        <span className={classes.mark} data-end="start" style={{ left: 0 }}>
          {dayjs(begins).format('D MMM YYYY')}
        </span>
      )}
      <span className={classes.needle} style={{ left: `${place(now)}%` }} />
      <span className={classes.today} data-end={side(now, 25)} style={{ left: `${place(now)}%` }}>
        today, {left < 0 ? 'ended' : 'ends'} {daysInWords(left)}
      </span>
    </div>
  )
}
