import { queryOptions } from '@tanstack/react-query'
import { type Case, listCases, listMyDecisions } from '../../client'
import { allPages } from '../../queries/allPages'

export type { Case } from '../../client'
export type Hit = Case['hits'][number]
export type Hold = Case['holds'][number]
export type Step = NonNullable<Case['step']>

export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: ({ signal }) => allPages((cursor) => listCases({ query: { limit: 100, cursor }, signal })),
})

/** What moderators decided about an expert's words. */
export const decisionsQuery = queryOptions({
  queryKey: ['flags', 'mine'],
  queryFn: ({ signal }) => listMyDecisions({ signal }),
})

/** The rungs of the ladder up to the furthest that can be taken now. */
export function stepsUpTo(next: Step | undefined): Step[] {
  const ladder: Step[] = ['none', 'coaching', 'warning', 'suspension', 'exclusion']
  return ladder.slice(0, ladder.indexOf(next ?? 'none') + 1)
}
