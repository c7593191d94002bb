import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/merit', lazy: async () => ({ Component: (await import('./MeritPage')).MeritPage }) },
  {
    path: '/manage/merit/:id',
    lazy: async () => ({ Component: (await import('./ExpertMeritPage')).ExpertMeritPage }),
  },
]
