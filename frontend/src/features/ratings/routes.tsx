import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/ratings', lazy: async () => ({ Component: (await import('./MyRatingsPage')).MyRatingsPage }) },
  {
    path: '/manage/ratings',
    lazy: async () => ({ Component: (await import('./RatingDisputesPage')).RatingDisputesPage }),
  },
]
