import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/shifts', lazy: async () => ({ Component: (await import('./MyShiftsPage')).MyShiftsPage }) },
  { path: '/manage/plan', lazy: async () => ({ Component: (await import('./PlanPage')).PlanPage }) },
  { path: '/manage/plan/rules', lazy: async () => ({ Component: (await import('./RulesPage')).RulesPage }) },
]
