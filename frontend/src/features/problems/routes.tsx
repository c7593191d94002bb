import type { RouteObject } from 'react-router'

const ideas = async () => ({ Component: (await import('./IdeasPage')).IdeasPage })

export const routes: RouteObject[] = [
  { path: '/manage/problems', lazy: async () => ({ Component: (await import('./ProblemsPage')).ProblemsPage }) },
  { path: '/manage/problems/:id', lazy: async () => ({ Component: (await import('./ProblemPage')).ProblemPage }) },
  { path: '/manage/ideas', lazy: ideas },
  { path: '/ideas', lazy: ideas },
]
