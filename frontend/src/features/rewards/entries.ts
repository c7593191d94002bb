import type { Award, PointsTransfer } from './types'

/** One line of "Every entry": an award, or points that moved for another reason. */
export type Entry =
  | { kind: 'award'; id: string; at: string; award: Award }
  | { kind: 'transfer'; id: string; at: string; transfer: PointsTransfer }

/** What "Every entry" can be narrowed to. */
export const filters = [
  'all',
  'conversations',
  'firstTimeRight',
  'handOvers',
  'followUps',
  'shifts',
  'rewards',
] as const

export type Filter = (typeof filters)[number]

/** The kinds of award that a filter shows; nothing says all of them. */
export const kindsOf: Record<Filter, Award['kind'][] | undefined> = {
  all: undefined,
  conversations: ['conversation'],
  firstTimeRight: ['first_time_right'],
  handOvers: ['hand_over'],
  followUps: ['follow_up', 'follow_up_helped', 'follow_up_missed'],
  shifts: ['shift', 'no_show'],
  rewards: [],
}

/** The filter of an address; what it does not know shows everything. */
export function filterOf(asked: string | null): Filter {
  return filters.find((filter) => filter === asked) ?? 'all'
}

/** Kinds of transfer that are entries of their own; the others are an award's own bookings. */
const ownEntry: ReadonlySet<PointsTransfer['kind']> = new Set(['reserve', 'return', 'reversal', 'expire'])

/** A list that is read page by page: what has arrived, and whether more may come. */
export type Pages<T> = { items: T[]; more: boolean }

/**
 * Merges awards and other transfers, newest first. While one list has more
 * pages, entries older than its last item are held back, so that an entry
 * never appears above one that was already on the screen.
 */
export function mergeEntries(awards: Pages<Award>, transfers: Pages<PointsTransfer>): Entry[] {
  const floor = [oldest(awards, (a) => a.earnedAt), oldest(transfers, (t) => t.at)]
    .filter((at): at is string => at !== undefined)
    .sort()
    .at(-1)
  const entries: Entry[] = [
    ...awards.items.map<Entry>((award) => ({ kind: 'award', id: award.id, at: award.earnedAt, award })),
    ...transfers.items
      .filter((transfer) => ownEntry.has(transfer.kind) && transfer.amount !== 0)
      .map<Entry>((transfer) => ({ kind: 'transfer', id: transfer.id, at: transfer.at, transfer })),
  ]
  return entries
    .filter((entry) => floor === undefined || entry.at >= floor)
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1))
}

/** The time of the last item of a list that has more pages; nothing when the list is complete or empty. */
function oldest<T>(pages: Pages<T>, at: (item: T) => string): string | undefined {
  const last = pages.items.at(-1)
  return pages.more && last ? at(last) : undefined
}
