import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  {
    path: '/manage/products',
    lazy: async () => ({ Component: (await import('./ProductsPage')).ProductsPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./ProductEdit')).ProductCreate }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./ProductEdit')).ProductEdit }) },
    ],
  },
  { path: '/manage/hours', lazy: async () => ({ Component: (await import('./HoursPage')).HoursPage }) },
  { path: '/manage/settings', lazy: async () => ({ Component: (await import('./SettingsPage')).SettingsPage }) },
]
