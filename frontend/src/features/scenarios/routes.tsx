import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  {
    path: '/manage/scenarios',
    lazy: async () => ({ Component: (await import('./ScenariosPage')).ScenariosPage }),
    children: [{ path: 'new', lazy: async () => ({ Component: (await import('./ScenarioNew')).ScenarioNew }) }],
  },
  {
    path: '/manage/scenarios/:id/:language',
    lazy: async () => ({ Component: (await import('./ScenarioPage')).ScenarioPage }),
  },
  {
    path: '/manage/warm-up',
    lazy: async () => ({ Component: (await import('./WarmUpPage')).WarmUpPage }),
    children: [
      { path: 'new/:language', lazy: async () => ({ Component: (await import('./QuestionEdit')).QuestionNew }) },
      { path: ':id/:language', lazy: async () => ({ Component: (await import('./QuestionEdit')).QuestionEdit }) },
    ],
  },
]
