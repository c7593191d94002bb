import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  type Application,
  getApplication,
  getFunnel,
  listApplications,
  listPolicies,
  listSources,
  listVacancies,
} from '../../client'
import { allPages } from '../../queries/allPages'

export type State = Application['state']

/** What changes in it is pushed, as are new applications and answers that are due. */
export const vacanciesQuery = queryOptions({
  queryKey: ['vacancies', 'all'],
  queryFn: ({ signal }) => allPages((cursor) => listVacancies({ query: { limit: 100, cursor }, signal })),
})

export function applicationPages(state: State) {
  return infiniteQueryOptions({
    queryKey: ['applications', 'pages', state],
    queryFn: ({ pageParam, signal }) => listApplications({ query: { state, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
  })
}

export function applicationQuery(id: string) {
  return queryOptions({
    queryKey: ['applications', 'one', id],
    queryFn: ({ signal }) => getApplication({ path: { id }, signal }),
  })
}

export function sourcesQuery(id: string) {
  return queryOptions({
    queryKey: ['vacancies', 'sources', id],
    queryFn: ({ signal }) => listSources({ path: { id }, signal }),
  })
}

export function funnelQuery(id: string) {
  return queryOptions({
    queryKey: ['vacancies', 'funnel', id],
    queryFn: ({ signal }) => getFunnel({ path: { id }, signal }),
  })
}

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => listPolicies({ signal }),
})

/** answerDay is the last day of a promise that ends at its midnight. */
export function answerDay(answerBy: string): Date {
  return new Date(Date.parse(answerBy) - 60_000)
}
