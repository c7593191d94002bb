import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/shop', lazy: async () => ({ Component: (await import('./ShopPage')).ShopPage }) },
  {
    path: '/manage/rewards',
    lazy: async () => ({ Component: (await import('./RewardsPage')).RewardsPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./RewardEdit')).RewardCreate }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./RewardEdit')).RewardEdit }) },
    ],
  },
  {
    path: '/manage/redemptions',
    lazy: async () => ({ Component: (await import('./RedemptionsPage')).RedemptionsPage }),
  },
]
