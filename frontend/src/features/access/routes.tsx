import type { RouteObject } from 'react-router'

export const bare: RouteObject[] = [
  { path: 'sign-in', lazy: async () => ({ Component: (await import('./SignInPage')).SignInPage }) },
  { path: 'setup', lazy: async () => ({ Component: (await import('./SetupPage')).SetupPage }) },
  { path: 'invite', lazy: async () => ({ Component: (await import('./InvitePage')).InvitePage }) },
]
