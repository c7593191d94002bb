import { infiniteQueryOptions } from '@tanstack/react-query'
import { listAwards, listTransfers } from '../../client'

const page = 20

/** An award has up to three transfers, so a page of them reaches further to keep up with the awards. */
const transferPage = 100

/** Every award of the person signed in, newest first, page by page. */
export const awardPages = infiniteQueryOptions({
  queryKey: ['me', 'awards', 'pages'],
  queryFn: ({ pageParam, signal }) => listAwards({ query: { limit: page, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next || undefined,
})

/** Every transfer that touched the person's points, newest first, page by page. */
export const transferPages = infiniteQueryOptions({
  queryKey: ['me', 'points', 'transfers'],
  queryFn: ({ pageParam, signal }) => listTransfers({ query: { limit: transferPage, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next || undefined,
})
