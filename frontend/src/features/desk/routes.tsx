import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: 'work', lazy: async () => ({ Component: (await import('./WorkPage')).WorkPage }) },
  { path: '/manage/live', lazy: async () => ({ Component: (await import('./wall/WallPage')).WallPage }) },
]
