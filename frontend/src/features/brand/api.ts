import { queryOptions } from '@tanstack/react-query'
import { getOpeningHours, getSettings, listProducts } from '../../client'
import { allPages } from '../../queries/allPages'

export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: ({ signal }) => getSettings({ signal }) })

export const hoursQuery = queryOptions({
  queryKey: ['openingHours'],
  queryFn: ({ signal }) => getOpeningHours({ signal }),
})

/** Every product, the archived ones too. */
export const allProductsQuery = queryOptions({
  queryKey: ['products', 'all'],
  queryFn: ({ signal }) =>
    allPages((cursor) => listProducts({ query: { archived: true, limit: 100, cursor }, signal })),
})
