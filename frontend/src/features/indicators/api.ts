import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  exportIndicators,
  getDemandHeat,
  getIndicators,
  listContactImports,
  listContactReasons,
  listIndicatorConversations,
} from '../../client'
import { allPages } from '../../queries/allPages'

export const periods = [7, 28, 92] as const

/** What is looked at: days up to today, and perhaps one channel or reason. */
export interface Look {
  days: number
  channel?: string
  reasonId?: string
}

/** lookOf reads it from an address. */
export function lookOf(asked: URLSearchParams): Look {
  const days = periods.find((one) => String(one) === asked.get('days')) ?? 28
  return { days, channel: asked.get('channel') || undefined, reasonId: asked.get('reason') || undefined }
}

/** addressOf writes it into one. */
export function addressOf(look: Look): Record<string, string> {
  return {
    days: String(look.days),
    ...(look.channel && { channel: look.channel }),
    ...(look.reasonId && { reason: look.reasonId }),
  }
}

export function indicatorsQuery(look: Look) {
  return queryOptions({
    queryKey: ['indicators', 'report', look],
    queryFn: ({ signal }) => getIndicators({ query: look, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

export const heatQuery = queryOptions({
  queryKey: ['indicators', 'heat'],
  queryFn: ({ signal }) => getDemandHeat({ signal }),
  staleTime: 5 * 60_000,
})

export function behindPages(name: string, look: Look) {
  return infiniteQueryOptions({
    queryKey: ['indicators', 'behind', name, look],
    queryFn: ({ pageParam, signal }) =>
      listIndicatorConversations({ path: { name }, query: { ...look, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
  })
}

export const importPages = infiniteQueryOptions({
  queryKey: ['indicators', 'imports'],
  queryFn: ({ pageParam, signal }) => listContactImports({ query: { limit: 20, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next || undefined,
})

export const reasonsQuery = queryOptions({
  queryKey: ['contactReasons', 'indicators'],
  queryFn: ({ signal }) => allPages((cursor) => listContactReasons({ query: { limit: 100, cursor }, signal })),
  staleTime: 5 * 60_000,
})

export const parts = ['indicators', 'inflow', 'media', 'demand', 'episodes'] as const
export type Part = (typeof parts)[number]

/** Saves a part of the report as a file. */
export async function saveCsv(part: Part, look: Look) {
  saveText(`${part}-${look.days}.csv`, await exportIndicators({ query: { ...look, part }, parseAs: 'text' }))
}

export function saveText(name: string, text: unknown) {
  const url = URL.createObjectURL(new Blob([String(text)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
