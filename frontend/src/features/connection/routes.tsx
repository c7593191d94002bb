import type { RouteObject } from 'react-router'

export const bare: RouteObject[] = [
  { path: 'connection', lazy: async () => ({ Component: (await import('./ConnectionPage')).ConnectionPage }) },
]
