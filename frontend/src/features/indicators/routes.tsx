import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/manage/indicators', lazy: async () => ({ Component: (await import('./IndicatorsPage')).IndicatorsPage }) },
  { path: '/manage/indicators/:name', lazy: async () => ({ Component: (await import('./BehindPage')).BehindPage }) },
  { path: '/manage/contacts', lazy: async () => ({ Component: (await import('./ContactsPage')).ContactsPage }) },
]
