import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getSuggestions } from '../../../client'
import { useLanguage } from '../../../i18n'
import type { Conversation } from '../../../queries/types'

const fresh = 20_000

function suggestionsQuery(conversationId: string, language: string) {
  return queryOptions({
    queryKey: ['conversations', conversationId, 'suggestions', language],
    queryFn: ({ signal }) => getSuggestions({ path: { id: conversationId }, signal }),
    staleTime: fresh,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** useSuggestions is the likely reason and what was alike, looked at again when something was written. A failure is silence: it is a hint. */
export function useSuggestions(conversation: Pick<Conversation, 'id' | 'lastSeq'>) {
  const language = useLanguage()
  const client = useQueryClient()
  const options = suggestionsQuery(conversation.id, language)
  // biome-ignore lint/correctness/useExhaustiveDependencies: an entry is why
  useEffect(() => {
    void client.refetchQueries({
      queryKey: ['conversations', conversation.id, 'suggestions'],
      stale: true,
      type: 'active',
    })
  }, [client, conversation.id, conversation.lastSeq])
  return useQuery(options).data
}

/** sure is the share of certainty from which one reason is called likely. */
export const sure = 0.4
