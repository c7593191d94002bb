import type { RouteObject } from 'react-router'

const children: RouteObject[] = [
  { path: 'new', lazy: async () => ({ Component: (await import('./ArticleEdit')).ArticleCreate }) },
  { path: ':id', lazy: async () => ({ Component: (await import('./ArticleDetail')).ArticleDetail }) },
]

const lazily = async () => ({ Component: (await import('./ArticlesPage')).ArticlesPage })

export const routes: RouteObject[] = [
  { path: '/manage/articles', lazy: lazily, children },
  { path: '/articles', lazy: lazily, children },
]
