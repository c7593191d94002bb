import { queryOptions } from '@tanstack/react-query'
import {
  exportStatements,
  getMyPay,
  getMyStatement,
  getPay,
  listExperts,
  listStatements,
  type Pay,
  type Statement,
} from '../../client'
import { allPages } from '../../queries/allPages'

/** Everybody who could be corrected, by alias. */
export const expertsQuery = queryOptions({
  queryKey: ['experts', 'aliases'],
  queryFn: async ({ signal }) => {
    const all = await allPages((cursor) => listExperts({ query: { limit: 100, cursor }, signal }))
    return all.map(({ id, alias }) => ({ id, alias })).sort((a, b) => a.alias.localeCompare(b.alias))
  },
})

export type PayOverview = Pay
export type Month = Pay['months'][number]
export type Rate = Pay['rates'][number]
export type Line = Statement['lines'][number]
export type { Statement } from '../../client'

export const myPayQuery = queryOptions({ queryKey: ['me', 'pay'], queryFn: ({ signal }) => getMyPay({ signal }) })

export function myStatementQuery(month: string) {
  return queryOptions({
    queryKey: ['me', 'pay', month],
    queryFn: ({ signal }) => getMyStatement({ path: { month }, signal }),
  })
}

export const payQuery = queryOptions({ queryKey: ['pay'], queryFn: ({ signal }) => getPay({ signal }) })

export function statementsQuery(month: string) {
  return queryOptions({
    queryKey: ['pay', month],
    queryFn: ({ signal }) => listStatements({ path: { month }, signal }),
  })
}

/** Saves the lines of a month as a file. */
export async function saveCsv(month: string) {
  const text = await exportStatements({ path: { month }, parseAs: 'text' })
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `compensation-${month}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
