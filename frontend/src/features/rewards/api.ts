import { infiniteQueryOptions } from '@tanstack/react-query'
import { listAwards, listTransfers } from '../../client'
import { type Filter, kindsOf } from './entries'

const page = 20

/** An award has up to three transfers, so a page of them reaches further to keep up with the awards. */
const transferPage = 100

/** The awards of the person signed in, newest first, page by page: all of them, or those of some kinds. */
export function awardPages(filter: Filter) {
  const kind = kindsOf[filter]
  return infiniteQueryOptions({
    queryKey: ['me', 'awards', 'pages', filter],
    queryFn: ({ pageParam, signal }) => listAwards({ query: { limit: page, cursor: pageParam, kind }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
    enabled: kind === undefined || kind.length > 0,
  })
}

/** Every transfer that touched the person's points, newest first, page by page. */
export const transferPages = infiniteQueryOptions({
  queryKey: ['me', 'points', 'transfers'],
  queryFn: ({ pageParam, signal }) => listTransfers({ query: { limit: transferPage, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next || undefined,
})
