import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listMyRedemptions, listRedemptions, listRewards } from '../../client'
import { allPages } from '../../queries/allPages'
import type { RedemptionState } from './types'

/** The catalogue; experts see what they may redeem, managers also what is archived. */
export const rewardsQuery = queryOptions({
  queryKey: ['rewards', 'all'],
  queryFn: ({ signal }) => allPages((cursor) => listRewards({ query: { limit: 100, cursor }, signal })),
})

/** What the person signed in has redeemed, newest first. */
export const myRedemptionsQuery = queryOptions({
  queryKey: ['me', 'redemptions'],
  queryFn: ({ signal }) => allPages((cursor) => listMyRedemptions({ query: { limit: 100, cursor }, signal })),
})

/** Redemptions of everybody in one state, for managers. */
export function redemptionPages(state: RedemptionState) {
  return infiniteQueryOptions({
    queryKey: ['redemptions', state],
    queryFn: ({ pageParam, signal }) => listRedemptions({ query: { state, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
  })
}
