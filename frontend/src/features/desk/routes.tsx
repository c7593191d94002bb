import type { RouteObject } from 'react-router'

/** outside the shell: candidates have a link and no session */
export const bare: RouteObject[] = [
  { path: 'audition', lazy: async () => ({ Component: (await import('./audition/AuditionPage')).AuditionPage }) },
]

export const routes: RouteObject[] = [
  { path: 'work', lazy: async () => ({ Component: (await import('./WorkPage')).WorkPage }) },
  { path: '/work/mentions/:id', lazy: async () => ({ Component: (await import('./GuestPage')).GuestPage }) },
  { path: '/offers', lazy: async () => ({ Component: (await import('./PastOffersPage')).PastOffersPage }) },
  { path: '/questions', lazy: async () => ({ Component: (await import('./questions/QuestionsPage')).QuestionsPage }) },
  {
    path: '/manage/desk',
    lazy: async () => ({ Component: (await import('./TeamDeskPage')).TeamDeskPage }),
    children: [{ path: ':id', lazy: async () => ({ Component: (await import('./parts/StaffLane')).StaffLane }) }],
  },
  { path: '/manage/live', lazy: async () => ({ Component: (await import('./wall/WallPage')).WallPage }) },
]
