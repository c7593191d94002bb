import type { Entry } from '../queries/types'

/**
 * Timeline is what this device knows of a conversation: entries without a gap from the first on, and those that came
 * early. One cursor (lastSeq) repairs it after any disconnection.
 */
export interface Timeline {
  entries: readonly Entry[]
  /** entries that arrived before one that is missing */
  early: readonly Entry[]
}

export const emptyTimeline: Timeline = { entries: [], early: [] }

/** lastSeq is the number up to which nothing is missing. */
export function lastSeq(timeline: Timeline): number {
  return timeline.entries.at(-1)?.seq ?? 0
}

/** hasGap tells whether an entry is missing between what is shown and what came early. */
export function hasGap(timeline: Timeline): boolean {
  return timeline.early.length > 0
}

/**
 * merge adds entries in any order and any number of times. An entry never changes, so one that is known is ignored; one
 * that follows the last is shown; one after a gap waits until the gap is filled.
 */
export function merge(timeline: Timeline, incoming: readonly Entry[]): Timeline {
  const waiting = new Map<number, Entry>()
  const known = lastSeq(timeline)
  for (const entry of [...timeline.early, ...incoming]) if (entry.seq > known) waiting.set(entry.seq, entry)
  if (waiting.size === 0) return timeline.early.length === 0 ? timeline : { ...timeline, early: [] }

  const added: Entry[] = []
  for (let seq = known + 1; ; seq++) {
    const next = waiting.get(seq)
    if (!next) break
    added.push(next)
    waiting.delete(seq)
  }
  const early = [...waiting.values()].sort((a, b) => a.seq - b.seq)
  if (added.length === 0 && early.length === timeline.early.length) return timeline
  return { entries: added.length === 0 ? timeline.entries : [...timeline.entries, ...added], early }
}

/** sideOf is whose side caused an entry: the customer's, or that of whoever answers. */
export function sideOf(entry: Entry): 'customer' | 'expert' {
  return entry.author.role === 'customer' ? 'customer' : 'expert'
}

/** readUpTo is the highest number that a side has read: what the conversation says, or a later read mark. */
export function readUpTo(timeline: Timeline, role: 'customer' | 'expert', stored: number): number {
  let seq = stored
  for (const entry of timeline.entries) {
    if (entry.kind !== 'read' || sideOf(entry) !== role) continue
    const mark = entry.data?.seq
    if (typeof mark === 'number' && mark > seq) seq = mark
  }
  return seq
}
