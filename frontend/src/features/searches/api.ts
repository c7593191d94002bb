import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { exportDeflections, exportSearchTerms, listDeflections, listSearchTerms } from '../../client'

export type Show = 'answer' | 'articles' | 'terms'
export const periods = [7, 30, 90] as const
export type Days = (typeof periods)[number]

/** termsQuery is what was typed; below the articles, because what becomes of one changes what stands here. */
export function termsQuery(days: Days, failed: boolean) {
  return queryOptions({
    queryKey: ['articles', 'terms', days, failed],
    queryFn: async ({ signal }) => (await listSearchTerms({ query: { days, failed }, signal })).items,
    placeholderData: keepPreviousData,
  })
}

export function deflectionsQuery(days: Days) {
  return queryOptions({
    queryKey: ['articles', 'deflections', days],
    queryFn: async ({ signal }) => (await listDeflections({ query: { days }, signal })).items,
    placeholderData: keepPreviousData,
  })
}

/** Saves what a tab shows as a file. */
export async function saveCsv(show: Show, days: Days) {
  const text =
    show === 'articles'
      ? await exportDeflections({ query: { days }, parseAs: 'text' })
      : await exportSearchTerms({ query: { days, failed: show === 'answer' }, parseAs: 'text' })
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${show === 'articles' ? 'deflection' : 'searches'}-${days}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
