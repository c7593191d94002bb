import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listMyRatings, listRatingDisputes } from '../../client'

export type { OwnRating, RatingDispute } from '../../client'

/** What customers said of the answers of the person signed in, the newest batch first. */
export const myRatingPages = infiniteQueryOptions({
  queryKey: ['me', 'season', 'ratings'],
  queryFn: ({ pageParam, signal }) => listMyRatings({ query: { limit: 50, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next || undefined,
})

export const ratingDisputesQuery = queryOptions({
  queryKey: ['ratings', 'disputes'],
  queryFn: async ({ signal }) => (await listRatingDisputes({ signal })).items,
})
