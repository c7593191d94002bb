import type { Entry, Expert } from './types'

export type Helped = 'yes' | 'no'

/** What an expert promised in a conversation, and what came of it. */
export interface FollowUp {
  id: string
  expert?: Expert
  promise: string
  createdAt: string
  dueAt: string
  state: 'open' | 'done' | 'dismissed'
  outcome?: Found
  result?: string
  doneAt?: string
  helped?: Helped
  /** Until when the answer to "did it help?" can be changed. */
  answerUntil?: string
}

export type Found = 'answered' | 'better_solution' | 'nothing_found'

export type PromiseKind = 'promised' | 'replanned' | 'given' | 'dismissed' | 'done'

/** What an entry about a promise is on the screen. */
export interface PromiseRow {
  type: 'promise'
  key: string
  kind: PromiseKind
  at: string
  text: string
  followUpId: string
  dueAt?: string
  found?: Found
}

const kinds: readonly string[] = ['promised', 'replanned', 'given', 'dismissed', 'done'] satisfies PromiseKind[]

/** promiseRow is what the chat shows of an entry about a promise; nothing for what this version does not know. */
export function promiseRow(entry: Entry): PromiseRow | undefined {
  const { why, followUpId, dueAt, found } = entry.data ?? {}
  if (entry.kind !== 'follow_up' || !followUpId || !why || !kinds.includes(why)) return undefined
  return {
    type: 'promise',
    key: `p${entry.seq}`,
    kind: why as PromiseKind,
    at: entry.at,
    text: entry.text ?? '',
    followUpId,
    dueAt,
    found,
  }
}

/** What stays in sight: promises that are open, and results that nobody has said anything about for a week. */
export function inSight(followUps: readonly FollowUp[] = [], now: number): FollowUp[] {
  const week = 7 * 86_400_000
  return followUps.filter(
    ({ state, helped, doneAt }) =>
      state === 'open' || (state === 'done' && !helped && now - Date.parse(doneAt ?? '') < week),
  )
}

/** ticksLeft is how many of twenty ticks of a promise's time are left. */
export function ticksLeft({ createdAt, dueAt }: FollowUp, now: number): number {
  const [from, to] = [Date.parse(createdAt), Date.parse(dueAt)]
  return to > from ? Math.max(0, Math.min(20, Math.ceil((20 * (to - now)) / (to - from)))) : 0
}
