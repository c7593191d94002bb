import type { BoardRow, Leaderboard } from '../../../queries/types'

/** aroundMe is the rows to show: by rank, at most as many as fit, always with the own row. */
export function aroundMe(board: Pick<Leaderboard, 'items' | 'me'>, fit: number): BoardRow[] {
  const all = new Map(board.items.map((item) => [item.expertId, item]))
  if (board.me) all.set(board.me.expertId, board.me)
  const sorted = [...all.values()].sort(byPlace)
  const mine = sorted.findIndex((item) => item.me)
  if (sorted.length <= fit || mine < 0) return sorted.slice(0, fit)
  const start = Math.min(Math.max(0, mine - Math.floor(fit / 2)), sorted.length - fit)
  return sorted.slice(start, start + fit)
}

/** nextAbove is who stands before me, and how much is missing. */
export function nextAbove(board: Pick<Leaderboard, 'items' | 'me'>): { name: string; missing: number } | undefined {
  const me = board.me ?? board.items.find((item) => item.me)
  if (!me) return undefined
  const above = board.items.filter((item) => !item.me && item.score > me.score).sort((a, b) => a.score - b.score)[0]
  return above && { name: above.name, missing: Math.max(1, Math.ceil(above.score - me.score)) }
}

/** byPlace orders by rank; those who share a rank keep an order that does not change between updates. */
export function byPlace(a: BoardRow, b: BoardRow): number {
  return a.rank - b.rank || b.score - a.score || (a.expertId < b.expertId ? -1 : 1)
}
