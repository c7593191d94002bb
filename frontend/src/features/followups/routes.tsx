import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  {
    path: '/manage/follow-ups',
    lazy: async () => ({ Component: (await import('./FollowUpsPage')).FollowUpsPage }),
  },
]
