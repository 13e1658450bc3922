// Facts about one thing, as a description list.
//   <KeyValues items={[['Status', <StatusBadge .../>], ['Expires', <TimeText .../>]]} />
import { Text } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import classes from './KeyValues.module.css'

export function KeyValues({ items }: { items: (readonly [string, ReactNode] | null | false | undefined)[] }) {
  return (
    <dl className={classes.list}>
      {items
        .filter((item) => item != null && item !== false)
        .map(([label, value]) => (
          <Fragment key={label}>
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
              {value ?? <Unknown />}
            </Text>
          </Fragment>
        ))}
    </dl>
  )
}

/** Where the provider does not tell. */
export function Unknown() {
  return (
    <Text span c="dimmed" size="sm" aria-label="not known">
      –
    </Text>
  )
}
