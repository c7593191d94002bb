import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  {
    path: '/manage/facts',
    lazy: async () => ({ Component: (await import('./FactsPage')).FactsPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./FactEdit')).FactCreate }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./FactEdit')).FactEdit }) },
    ],
  },
]
