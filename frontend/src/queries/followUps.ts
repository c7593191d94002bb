import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type FollowUpTask, listDueTimes, listFollowUps, listMyFollowUps } from '../client'
import { observeServerTime } from '../live/serverTime'
import { allPages } from './allPages'

export type { FollowUp, FollowUpTask } from '../client'
export type FollowUpOutcome = NonNullable<FollowUpTask['outcome']>
export type FollowUpList = 'open' | 'overdue' | 'stale' | 'done' | 'dismissed'

/** What I promised and have not kept yet, by its time. */
export const myPromisesQuery = queryOptions({
  queryKey: ['followUps', 'mine', 'open'],
  queryFn: async ({ signal }) => {
    const all = await allPages((cursor) => listMyFollowUps({ query: { state: 'open', limit: 100, cursor }, signal }))
    const told = all[0]?.serverNow
    if (told) observeServerTime(told, Date.now(), true)
    return all
  },
})

/** The promises I kept last. */
export const myKeptQuery = queryOptions({
  queryKey: ['followUps', 'mine', 'done'],
  queryFn: ({ signal }) => listMyFollowUps({ query: { state: 'done', limit: 20 }, signal }),
})

/** Times inside opening hours for which an answer can be promised. */
export const dueTimesQuery = queryOptions({
  queryKey: ['dueTimes'],
  queryFn: ({ signal }) => listDueTimes({ signal }),
  staleTime: 60_000,
})

/** Everybody's promises, for staff. */
export function followUpPages(state: FollowUpList) {
  return infiniteQueryOptions({
    queryKey: ['followUps', 'all', state],
    queryFn: ({ pageParam, signal }) => listFollowUps({ query: { state, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: 60_000,
  })
}
