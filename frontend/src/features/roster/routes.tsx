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
  { path: '/season/level', lazy: async () => ({ Component: (await import('./level/LevelPage')).LevelPage }) },
  { path: '/profile', lazy: async () => ({ Component: (await import('./level/ProfilePage')).ProfilePage }) },
  { path: '/alumni', lazy: async () => ({ Component: (await import('./level/AlumniPage')).AlumniPage }) },
  { path: '/manage/talents', lazy: async () => ({ Component: (await import('./level/TalentsPage')).TalentsPage }) },
  { path: '/manage/people', lazy: async () => ({ Component: (await import('./PeoplePage')).PeoplePage }) },
]
