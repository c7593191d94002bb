import type { RouteObject } from 'react-router'

/** Anybody may check a draw. */
export const bare: RouteObject[] = [
  { path: 'draws/:id', lazy: async () => ({ Component: (await import('./drops/DrawPage')).DrawPage }) },
]

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
    path: '/manage/drops',
    lazy: async () => ({ Component: (await import('./drops/DropsPage')).DropsPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./drops/DropCreate')).DropCreate }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./drops/DropsPage')).DropDetail }) },
    ],
  },
  {
    path: '/manage/redemptions',
    lazy: async () => ({ Component: (await import('./RedemptionsPage')).RedemptionsPage }),
  },
]
