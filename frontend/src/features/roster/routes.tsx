import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  {
    path: '/manage/experts',
    lazy: async () => ({ Component: (await import('./ExpertsPage')).ExpertsPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./ExpertCreate')).ExpertCreate }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./ExpertEdit')).ExpertEdit }) },
    ],
  },
  { path: '/manage/people', lazy: async () => ({ Component: (await import('./PeoplePage')).PeoplePage }) },
]
