import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/cases', lazy: async () => ({ Component: (await import('./MyCasesPage')).MyCasesPage }) },
  { path: '/manage/cases', lazy: async () => ({ Component: (await import('./CasesPage')).CasesPage }) },
]
