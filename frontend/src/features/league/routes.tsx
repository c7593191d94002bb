import type { RouteObject } from 'react-router'

export const bare: RouteObject[] = [
  { path: 'board', lazy: async () => ({ Component: (await import('./BoardPage')).BoardPage }) },
]

export const routes: RouteObject[] = [
  { path: '/manage/screens', lazy: async () => ({ Component: (await import('./ScreensPage')).ScreensPage }) },
]
