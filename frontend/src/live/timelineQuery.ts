import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { getTimeline } from '../client'
import type { Entry } from '../queries/types'
import { emptyTimeline, hasGap, lastSeq, merge, type Timeline } from './timeline'

const page = 500

function keyOf(id: string) {
  return ['conversations', id, 'timeline'] as const
}

/**
 * timelineQuery fetches only what comes after the last known entry, so that a refetch is a repair. Pushes that arrive
 * while it runs are kept.
 */
export function timelineQuery(id: string) {
  return queryOptions({
    queryKey: keyOf(id),
    queryFn: async ({ client, signal }): Promise<Timeline> => {
      const known = () => client.getQueryData<Timeline>(keyOf(id)) ?? emptyTimeline
      let fetched = known()
      for (;;) {
        const answer = await getTimeline({ path: { id }, query: { after: lastSeq(fetched), limit: page }, signal })
        fetched = merge(fetched, answer.entries)
        if (answer.entries.length === 0 || lastSeq(fetched) >= answer.lastSeq) break
      }
      const meanwhile = known()
      return merge(fetched, [...meanwhile.entries, ...meanwhile.early])
    },
    staleTime: 60_000,
    structuralSharing: false,
  })
}

/** addEntry writes a pushed entry into the cache; a gap, or a timeline not yet fetched, asks the server. */
export function addEntry(client: QueryClient, id: string, entry: Entry) {
  const queryKey = keyOf(id)
  const known = client.getQueryData<Timeline>(queryKey)
  if (!known) return
  const next = merge(known, [entry])
  if (next !== known) client.setQueryData(queryKey, next)
  if (hasGap(next)) void client.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false })
}
