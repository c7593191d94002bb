import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/season', lazy: async () => ({ Component: (await import('./SeasonPage')).SeasonPage }) },
  {
    path: '/season/points',
    lazy: async () => ({ Component: (await import('./statement/StatementPage')).StatementPage }),
  },
  {
    path: '/manage/points/:id',
    lazy: async () => ({ Component: (await import('./statement/StatementPage')).StatementPage }),
  },
]
