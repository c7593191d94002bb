import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  exportBenefits,
  exportProblems,
  getProblem,
  getProblemOverview,
  getProblemSettings,
  listBenefits,
  listDepartments,
  listIdeas,
  listMySignals,
  listPeople,
  listProblems,
  type ProblemDetail,
  type ProblemLine,
  type ProblemOverview,
  type ProblemSettings,
} from '../../client'
import { currentLanguage } from '../../i18n'
import { allPages } from '../../queries/allPages'

export type { Department, Effect, Idea, Priority } from '../../client'
export type Listed = ProblemLine
export type Problem = ProblemDetail
export type Overview = ProblemOverview
export type Settings = ProblemSettings

export const overviewQuery = queryOptions({
  queryKey: ['problems', 'overview'],
  queryFn: ({ signal }) => getProblemOverview({ signal }),
})

export const problemsQuery = (closed: boolean) =>
  queryOptions({
    queryKey: ['problems', 'list', closed],
    queryFn: async ({ signal }) => (await listProblems({ query: { closed }, signal })).items,
  })

export const problemQuery = (id: string) =>
  queryOptions({ queryKey: ['problems', 'one', id], queryFn: ({ signal }) => getProblem({ path: { id }, signal }) })

export const benefitsQuery = queryOptions({
  queryKey: ['problems', 'benefits'],
  queryFn: ({ signal }) => listBenefits({ signal }),
})

export const settingsQuery = queryOptions({
  queryKey: ['problems', 'settings'],
  queryFn: ({ signal }) => getProblemSettings({ signal }),
})

export const departmentsQuery = queryOptions({
  queryKey: ['problems', 'departments'],
  queryFn: async ({ signal }) => (await listDepartments({ signal })).items,
})

export const ownersQuery = queryOptions({
  queryKey: ['people', 'owners'],
  queryFn: async ({ signal }) => {
    const all = await allPages((cursor) => listPeople({ query: { limit: 100, cursor }, signal }))
    return all.filter(({ role }) => role === 'manager' || role === 'admin')
  },
})

export const ideasQuery = queryOptions({
  queryKey: ['ideas'],
  queryFn: async ({ signal }) => (await listIdeas({ signal })).items,
})

export const signalsQuery = queryOptions({
  queryKey: ['ideas', 'signals'],
  queryFn: async ({ signal }) => (await listMySignals({ signal })).items,
})

/** useChange changes something about problems or ideas, and looks at them again. */
export function useChange<T>(change: (said: T) => Promise<unknown>, then?: () => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: then,
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['problems'] }),
        cache.invalidateQueries({ queryKey: ['ideas'] }),
      ]),
  })
}

/** Money in whole euro, or with its cents where that is little. */
export function money(cents: number): string {
  const digits = Math.abs(cents) < 10_000 ? 2 : 0
  return new Intl.NumberFormat(currentLanguage(), {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(cents / 100)
}

/** Saves a list as a file. */
export async function saveCsv(what: 'living' | 'closed' | 'benefits') {
  const text =
    what === 'benefits'
      ? await exportBenefits({ parseAs: 'text' })
      : await exportProblems({ query: { closed: what === 'closed' }, parseAs: 'text' })
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${what === 'benefits' ? 'benefits' : 'problems'}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
