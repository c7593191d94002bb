import type { RouteObject } from 'react-router'

export const bare: RouteObject[] = [
  { path: 'sign-in', lazy: async () => ({ Component: (await import('./SignInPage')).SignInPage }) },
  {
    path: 'sign-in/back/:provider',
    lazy: async () => ({ Component: (await import('./providers/BackPage')).BackPage }),
  },
  { path: 'setup', lazy: async () => ({ Component: (await import('./SetupPage')).SetupPage }) },
  { path: 'secure', lazy: async () => ({ Component: (await import('./security/SecurePage')).SecurePage }) },
  { path: 'invite', lazy: async () => ({ Component: (await import('./InvitePage')).InvitePage }) },
]

export const routes: RouteObject[] = [
  {
    path: '/manage/providers',
    lazy: async () => ({ Component: (await import('./providers/ProvidersPage')).ProvidersPage }),
    children: [
      {
        path: 'new',
        lazy: async () => ({ Component: (await import('./providers/ProviderEdit')).ProviderCreate }),
      },
      { path: ':id', lazy: async () => ({ Component: (await import('./providers/ProviderEdit')).ProviderEdit }) },
    ],
  },
  { path: 'security', lazy: async () => ({ Component: (await import('./security/SecurityPage')).SecurityPage }) },
]
