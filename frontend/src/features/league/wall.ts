import type { BoardRow } from '../../queries/types'

/** pageSize is how many rows five metres of distance allow. */
export const pageSize = 9

/** ordered is the rows by place; those who share one keep an order that no update changes. */
export function ordered(items: readonly BoardRow[]): BoardRow[] {
  return [...items].sort((a, b) => a.rank - b.rank || b.score - a.score || (a.expertId < b.expertId ? -1 : 1))
}

/** pagesOf cuts the rows into pages; the last one is filled up, so that the wall never shows two lonely rows. */
export function pagesOf(items: readonly BoardRow[]): BoardRow[][] {
  const rows = ordered(items)
  const pages: BoardRow[][] = []
  for (let start = 0; start < rows.length; start += pageSize) {
    const from = Math.max(0, Math.min(start, rows.length - pageSize))
    pages.push(rows.slice(from, from + pageSize))
  }
  return pages
}

/** whole is the score that fills a bar: the first place ends a little before the edge. */
export function whole(items: readonly BoardRow[]): number {
  return Math.max(1, ...items.map((item) => item.score)) / 0.965
}

/** together is what all earned this round, and how much of it is confirmed. */
export function together(items: readonly BoardRow[]): { all: number; settled: number } {
  const sum = (pick: (row: BoardRow) => number) => Math.round(items.reduce((total, row) => total + pick(row), 0))
  return { all: sum((row) => row.score), settled: sum((row) => row.settledScore) }
}

/** highestRise is who rose most; a fall is never shown. */
export function highestRise(items: readonly BoardRow[]): BoardRow | undefined {
  const best = ordered(items).sort((a, b) => b.moved - a.moved)[0]
  return best && best.moved > 0 ? best : undefined
}

/** risen is who stands higher now than before, by expert. */
export function risen(before: ReadonlyMap<string, number>, now: readonly BoardRow[]): string[] {
  return now.filter((row) => (before.get(row.expertId) ?? row.rank) > row.rank).map((row) => row.expertId)
}

/** place is where a moment stands between two others, 0 to 1. */
export function place(startsAt: string, endsAt: string, at: number | string): number {
  const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)]
  const moment = typeof at === 'string' ? Date.parse(at) : at
  return end > start ? Math.max(0, Math.min(1, (moment - start) / (end - start))) : 0
}
