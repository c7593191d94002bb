import type { RouteObject } from 'react-router'

export const routes: RouteObject[] = [
  { path: '/growth', lazy: async () => ({ Component: (await import('./GrowthPage')).GrowthPage }) },
  { path: '/growth/attempts/:id', lazy: async () => ({ Component: (await import('./AttemptPage')).AttemptPage }) },
  {
    path: '/samples',
    lazy: async () => ({ Component: (await import('./SamplesPage')).SamplesPage }),
    children: [{ path: ':id', lazy: async () => ({ Component: (await import('./LookCard')).LookCard }) }],
  },
  {
    path: '/second-looks',
    lazy: async () => ({ Component: (await import('./SecondLooksPage')).SecondLooksPage }),
    children: [{ path: ':id', lazy: async () => ({ Component: (await import('./SecondLooksPage')).SecondLookCard }) }],
  },
  {
    path: '/manage/growth/:id',
    lazy: async () => ({ Component: (await import('./ExpertGrowthPage')).ExpertGrowthPage }),
  },
  { path: '/shadowing', lazy: async () => ({ Component: (await import('./ShadowPage')).ShadowPage }) },
  {
    path: '/manage/topics',
    lazy: async () => ({ Component: (await import('./GapsPage')).GapsPage }),
    children: [{ path: ':id', lazy: async () => ({ Component: (await import('./QuestionsEdit')).QuestionsEdit }) }],
  },
  {
    path: '/manage/courses',
    lazy: async () => ({ Component: (await import('./CoursesPage')).CoursesPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./CoursesPage')).CourseNew }) },
      { path: ':id', lazy: async () => ({ Component: (await import('./CoursesPage')).CourseEdit }) },
    ],
  },
]
