import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getExpert, listContactReasons, listExperts, listPeople } from '../../client'
import type { Language } from '../../i18n'
import { allPages } from '../../queries/allPages'
import type { TopicReason } from './topics'
import type { ExpertState } from './types'

/** Experts page by page, all or those in one state. */
export function expertPages(state: ExpertState | 'all') {
  return infiniteQueryOptions({
    queryKey: ['experts', 'pages', state],
    queryFn: ({ pageParam, signal }) =>
      listExperts({ query: { limit: 50, cursor: pageParam, state: state === 'all' ? undefined : state }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
  })
}

export function expertQuery(id: string) {
  return queryOptions({ queryKey: ['experts', id], queryFn: ({ signal }) => getExpert({ path: { id }, signal }) })
}

/** The topics that can be given: contact reasons in use, named in the reader's language. */
export function topicsQuery(language: Language) {
  return queryOptions({
    queryKey: ['contactReasons', 'topics', language],
    queryFn: async ({ signal }): Promise<TopicReason[]> => {
      const reasons = await allPages((cursor) =>
        listContactReasons({ query: { language, limit: 100, cursor }, signal }),
      )
      return reasons.map(({ id, parentId, name, translations }) => ({
        id,
        parentId,
        name: translations?.[language] ?? name,
      }))
    },
    staleTime: 60_000,
  })
}

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => allPages((cursor) => listPeople({ query: { limit: 100, cursor }, signal })),
})
