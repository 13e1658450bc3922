import { Box, Skeleton } from '@mantine/core'

/** In the place of rows that are on their way. */
export function Waiting({ rows = 8 }: { rows?: number }) {
  return (
    <Box p="md" aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={14} my={13} width={`${96 - ((index * 13) % 37)}%`} />
      ))}
    </Box>
  )
}
