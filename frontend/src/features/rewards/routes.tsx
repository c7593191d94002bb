import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/season', lazy: async () => ({ Component: (await import('./SeasonPage')).SeasonPage }) },
]
