import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getEffort, getLearning, listContactReasons, listConversationOffers, listConversations } from '../../client'
import { allPages } from '../../queries/allPages'
import { type ConversationStatus, reasonOf } from './types'

/** Every contact reason with all its fields, the archived ones too. For managers. */
export const staffReasonsQuery = queryOptions({
  queryKey: ['contactReasons', 'staff'],
  queryFn: async ({ signal }) => {
    const all = await allPages((cursor) =>
      listContactReasons({ query: { archived: true, limit: 100, cursor }, signal }),
    )
    return all.map(reasonOf)
  },
})

/** Conversations of everybody, newest first, all or those in one state. */
export function conversationPages(status: ConversationStatus | 'all') {
  return infiniteQueryOptions({
    queryKey: ['conversations', 'pages', status],
    queryFn: ({ pageParam, signal }) =>
      listConversations({
        query: { limit: 50, cursor: pageParam, status: status === 'all' ? undefined : status },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
  })
}

/** Every offer of a conversation, newest first, with its conditions and factors. */
export function offerLogQuery(id: string) {
  return queryOptions({
    queryKey: ['conversations', id, 'offers'],
    queryFn: ({ signal }) => listConversationOffers({ path: { id }, signal }),
  })
}

/** What a solved question took in the last four weeks, beside the ratings. */
export const effortQuery = queryOptions({
  queryKey: ['effort'],
  queryFn: ({ signal }) => getEffort({ signal }),
  staleTime: 5 * 60_000,
})

/** How well reasons are suggested. */
export function learningQuery(language: string) {
  return queryOptions({
    queryKey: ['contactReasons', 'learning', language],
    queryFn: ({ signal }) => getLearning({ signal }),
  })
}
