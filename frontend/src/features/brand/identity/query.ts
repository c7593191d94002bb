import { queryOptions } from '@tanstack/react-query'
import { listIdentityKeys } from '../../../client'

/** The newest keys. Two are live at most, and the newest are those. */
export const identityKeysQuery = queryOptions({
  queryKey: ['identityKeys'],
  queryFn: async ({ signal }) => (await listIdentityKeys({ query: { limit: 100 }, signal })).items,
})
