import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { exportThemes, listThemeQuestions, listThemes, type Theme as ThemeView, type TopThemes } from '../../client'
import { allPages } from '../../queries/allPages'

export type Theme = ThemeView
export type Top = TopThemes
export type Choice = NonNullable<ThemeView['decision']>['choice']
export const choices = ['inform', 'change', 'accept'] as const satisfies Choice[]

/** What was asked most in a week; without one in the last whole week. */
export function topQuery(week: string | undefined, channel: string | undefined) {
  return queryOptions({
    queryKey: ['themes', 'top', week, channel],
    queryFn: ({ signal }) => listThemes({ query: { week, channel }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** The questions behind one, the most alike first. */
export function questionsQuery(id: string, week: string) {
  return queryOptions({
    queryKey: ['themes', 'questions', id, week],
    queryFn: ({ signal }) =>
      allPages((cursor) => listThemeQuestions({ path: { id }, query: { week, cursor, limit: 100 }, signal })),
  })
}

/** Saves what is shown as a file. */
export async function saveCsv(week: string, channel: string | undefined) {
  const text = await exportThemes({ query: { week, channel }, parseAs: 'text' })
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `top-questions-${week}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
