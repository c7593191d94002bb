import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  {
    path: '/manage/queue',
    lazy: async () => ({ Component: (await import('./QueuePage')).QueuePage }),
    children: [{ path: ':id', lazy: async () => ({ Component: (await import('./FlagDetail')).FlagDetail }) }],
  },
  { path: '/manage/audit', lazy: async () => ({ Component: (await import('./AuditPage')).AuditPage }) },
]
