import type { RouteObject } from 'react-router'

export const bare: RouteObject[] = [
  { path: 'board', lazy: async () => ({ Component: (await import('./BoardPage')).BoardPage }) },
]
