import { queryOptions } from '@tanstack/react-query'
import { getShadowDesk } from '../client'

/** shadowQuery is a mentor's desk: whom to shadow, whom they shadow, what they have to mark. */
export const shadowQuery = queryOptions({
  queryKey: ['growth', 'shadow'],
  queryFn: ({ signal }) => getShadowDesk({ signal }),
})
