import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { checkAlike, listFittingFacts } from '../../../client'

const minutes = 60_000

/** factsQuery is what fits a conversation, or what has the words. */
export function factsQuery(conversationId: string, query: string) {
  return queryOptions({
    queryKey: ['conversations', conversationId, 'facts', query],
    queryFn: ({ signal }) => listFittingFacts({ path: { id: conversationId }, query: query ? { query } : {}, signal }),
    staleTime: 5 * minutes,
    placeholderData: query ? keepPreviousData : undefined,
  })
}

/** alikeFrom is the length under which everybody says the same. */
export const alikeFrom = 40

/** alikeQuery asks to how many others nearly this was written. A failure is silence: it is a hint. */
export function alikeQuery(conversationId: string, text: string) {
  return queryOptions({
    queryKey: ['conversations', conversationId, 'alike', text],
    queryFn: ({ signal }) => checkAlike({ path: { id: conversationId }, body: { text }, signal }),
    enabled: text.length >= alikeFrom,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: minutes,
    retry: false,
  })
}
