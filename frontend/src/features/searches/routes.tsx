import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/manage/searches', lazy: async () => ({ Component: (await import('./SearchesPage')).SearchesPage }) },
]
