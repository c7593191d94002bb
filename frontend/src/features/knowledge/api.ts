import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { listFacts } from '../../client'
import { allPages } from '../../queries/allPages'

export interface Filter {
  query: string
  productId: string
  reasonId: string
  language: string
  archived: boolean
}

export const noFilter: Filter = { query: '', productId: '', reasonId: '', language: '', archived: false }

/** factsQuery is every fact that passes the filter; what is empty does not filter. */
export function factsQuery(filter: Filter) {
  const { archived, ...rest } = filter
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''))
  return queryOptions({
    queryKey: ['facts', filter],
    queryFn: ({ signal }) =>
      allPages((cursor) => listFacts({ query: { ...given, archived, limit: 100, cursor }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** everyFact is the list that a single fact is found in. */
export const everyFact = factsQuery({ ...noFilter, archived: true })
