// Lists that the server gives in pages.
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'

type Pages = Pick<
  UseInfiniteQueryResult,
  'hasNextPage' | 'isFetching' | 'isFetchingNextPage' | 'isError' | 'fetchNextPage'
>

/** Fetches the next page, for a table whose end is reached. Stable while nothing is fetched. */
export function useNextPage({ hasNextPage, isFetchingNextPage, fetchNextPage }: Pages) {
  return useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
}

/** Fetches one page after the other, for lists that are searched here. One that fails is not asked for again. */
export function useAllPages({ hasNextPage, isFetching, isError, fetchNextPage }: Pages) {
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
}
