import type { RouteObject } from 'react-router'

/** Whoever applied has a link and no session. */
export const bare: RouteObject[] = [
  { path: 'application', lazy: async () => ({ Component: (await import('./CandidatePage')).CandidatePage }) },
]

export const routes: RouteObject[] = [
  {
    path: '/manage/applications',
    lazy: async () => ({ Component: (await import('./ApplicationsPage')).ApplicationsPage }),
    children: [
      { path: ':id', lazy: async () => ({ Component: (await import('./ApplicationDetail')).ApplicationDetail }) },
    ],
  },
  {
    path: '/manage/vacancies',
    lazy: async () => ({ Component: (await import('./VacanciesPage')).VacanciesPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./VacancyEdit')).VacancyCreate }) },
      { path: 'policies', lazy: async () => ({ Component: (await import('./Policies')).Policies }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./VacancyEdit')).VacancyEdit }) },
    ],
  },
]
