import { Box, Tooltip } from '@mantine/core'
import { useLiveState, type LiveState } from './stream'
import classes from './LiveIndicator.module.css'

const WORDS: Record<LiveState, string> = {
  connecting: 'Connecting to the live updates',
  live: 'Live: changes show by themselves',
  lost: 'Not live: the stream of changes is interrupted, trying again',
}

export function LiveIndicator() {
  const state = useLiveState()
  return (
    <Tooltip label={WORDS[state]}>
      <Box className={classes.box} role="status" aria-label={WORDS[state]} tabIndex={0}>
        <span className={classes.dot} data-state={state} />
      </Box>
    </Tooltip>
  )
}
