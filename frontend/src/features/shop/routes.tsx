import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/shop', lazy: async () => ({ Component: (await import('./ShopPage')).ShopPage }) },
]
