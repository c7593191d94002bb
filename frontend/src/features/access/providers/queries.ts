import { queryOptions } from '@tanstack/react-query'
import { listDoors, listMyProviders, listProviders } from '../../../client'
import { allPages } from '../../../queries/allPages'

export const doorsQuery = queryOptions({
  queryKey: ['doors'],
  queryFn: async ({ signal }) => (await listDoors({ signal })).items,
})

export const myProvidersQuery = queryOptions({
  queryKey: ['me', 'providers'],
  queryFn: async ({ signal }) => (await listMyProviders({ signal })).items,
})

export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) => allPages((cursor) => listProviders({ query: { limit: 100, cursor }, signal })),
})
