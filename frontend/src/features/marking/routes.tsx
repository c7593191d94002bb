import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/marking', lazy: async () => ({ Component: (await import('./MarkingPage')).MarkingPage }) },
  { path: '/marking/gold/:id/:no', lazy: async () => ({ Component: (await import('./GoldSheet')).GoldSheet }) },
  { path: '/manage/rubric', lazy: async () => ({ Component: (await import('./RubricPage')).RubricPage }) },
  { path: '/manage/raters', lazy: async () => ({ Component: (await import('./RatersPage')).RatersPage }) },
  { path: '/manage/gold/:application/:id', lazy: async () => ({ Component: (await import('./GoldPage')).GoldPage }) },
]
