import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  {
    path: '/manage/reasons',
    lazy: async () => ({ Component: (await import('./ReasonsPage')).ReasonsPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./ReasonEdit')).ReasonCreate }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./ReasonEdit')).ReasonEdit }) },
    ],
  },
  {
    path: '/manage/conversations',
    lazy: async () => ({ Component: (await import('./ConversationsPage')).ConversationsPage }),
    children: [{ path: ':id', lazy: async () => ({ Component: (await import('./Reading')).Reading }) }],
  },
]
