import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { getMyFactors, listMySessions } from '../../../client'
import { allPages } from '../../../queries/allPages'

export const factorsQuery = queryOptions({
  queryKey: ['me', 'factors'],
  queryFn: ({ signal }) => getMyFactors({ signal }),
})

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => allPages((cursor) => listMySessions({ query: { limit: 100, cursor }, signal })),
})

/** lookAgain reads anew how the person signs in. */
export function lookAgain(cache: QueryClient) {
  return cache.invalidateQueries({ queryKey: factorsQuery.queryKey })
}
