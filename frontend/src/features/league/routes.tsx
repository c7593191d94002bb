import type { RouteObject } from 'react-router'

export const bare: RouteObject[] = [
  { path: 'board', lazy: async () => ({ Component: (await import('./BoardPage')).BoardPage }) },
]

export const routes: RouteObject[] = [
  { path: '/league', lazy: async () => ({ Component: (await import('./rounds/LeaguePage')).LeaguePage }) },
  { path: '/league/rounds/:id', lazy: async () => ({ Component: (await import('./rounds/RoundPage')).RoundPage }) },
  { path: '/league/race/:id', lazy: async () => ({ Component: (await import('./rounds/RacePage')).RacePage }) },
  { path: '/manage/league', lazy: async () => ({ Component: (await import('./rounds/ManageLeague')).ManageLeague }) },
  { path: '/manage/screens', lazy: async () => ({ Component: (await import('./ScreensPage')).ScreensPage }) },
]
