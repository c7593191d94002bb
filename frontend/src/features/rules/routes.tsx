import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/manage/rules', lazy: async () => ({ Component: (await import('./RulesPage')).RulesPage }) },
  { path: '/manage/campaigns', lazy: async () => ({ Component: (await import('./CampaignsPage')).CampaignsPage }) },
  { path: '/points', lazy: async () => ({ Component: (await import('./HowPage')).HowPage }) },
]
