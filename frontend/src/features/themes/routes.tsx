import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  {
    path: '/manage/top-questions',
    lazy: async () => ({ Component: (await import('./TopQuestionsPage')).TopQuestionsPage }),
  },
]
