import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listMyRedemptions, listRedemptions, listRewards } from '../../client'
import type { RedemptionState } from './types'

/** The catalogue; experts see what they may redeem, managers also what is archived. */
export const rewardsQuery = queryOptions({
  queryKey: ['rewards'],
  queryFn: ({ signal }) => listRewards({ query: { limit: 100 }, signal }),
})

/** What the person signed in has redeemed, newest first. */
export const myRedemptionsQuery = queryOptions({
  queryKey: ['me', 'redemptions'],
  queryFn: ({ signal }) => listMyRedemptions({ query: { limit: 100 }, signal }),
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
