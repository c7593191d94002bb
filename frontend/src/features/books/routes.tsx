import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/manage/books', lazy: async () => ({ Component: (await import('./BooksPage')).BooksPage }) },
  { path: '/manage/budget', lazy: async () => ({ Component: (await import('./BudgetPage')).BudgetPage }) },
]
