// Package beside is what colleagues share beside a conversation: notes, whispers, mentions and who looks at it. The
// workbench and the managers' pages both show it; a customer is never sent any of it.
import { queryOptions } from '@tanstack/react-query'
import { listColleagues, listMyMentions, listNotes, listWatchers } from '../client'
import { allPages } from '../queries/allPages'

/** Every note of a conversation that the reader may see, in its order. */
export function notesQuery(id: string) {
  return queryOptions({
    queryKey: ['conversations', id, 'notes'],
    queryFn: ({ signal }) => allPages((cursor) => listNotes({ path: { id }, query: { limit: 100, cursor }, signal })),
  })
}

const sighting = 30_000

/** Who else looks at a conversation now. Looking away is pushed; who vanishes is noticed by asking. */
export function watchersQuery(id: string) {
  return queryOptions({
    queryKey: ['conversations', id, 'watchers'],
    queryFn: async ({ signal }) => (await listWatchers({ path: { id }, signal })).items,
    refetchInterval: (query) => (query.state.data?.length ? sighting : false),
  })
}

/** Colleagues whose name begins so. */
export function colleaguesQuery(query: string) {
  return queryOptions({
    queryKey: ['colleagues', query.toLowerCase()],
    queryFn: async ({ signal }) => (await listColleagues({ query: { query }, signal })).items,
    staleTime: 60_000,
  })
}

/** Where the reader was mentioned, newest first, in conversations that are not closed. */
export const mentionsQuery = queryOptions({
  queryKey: ['me', 'mentions'],
  queryFn: async ({ signal }) => (await listMyMentions({ query: { limit: 50 }, signal })).items,
})
