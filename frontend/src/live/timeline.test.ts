import { describe, expect, test } from 'vitest'
import type { Entry } from '../queries/types'
import { emptyTimeline, hasGap, lastSeq, merge, readUpTo } from './timeline'

function entry(seq: number, more: Partial<Entry> = {}): Entry {
  return { seq, kind: 'message', at: '2026-11-21T19:00:00.000Z', episode: 1, author: { role: 'customer' }, ...more }
}

const seqs = (entries: readonly Entry[]) => entries.map((each) => each.seq)

describe('merge', () => {
  test('shows what follows the last entry', () => {
    const timeline = merge(merge(emptyTimeline, [entry(1), entry(2)]), [entry(3)])
    expect(seqs(timeline.entries)).toEqual([1, 2, 3])
    expect(lastSeq(timeline)).toBe(3)
  })

  test('an entry that came twice is one entry, and nothing changes', () => {
    const timeline = merge(emptyTimeline, [entry(1), entry(2)])
    expect(merge(timeline, [entry(2), entry(1)])).toBe(timeline)
  })

  test('an entry after a gap waits, and the cursor stays before the gap', () => {
    const timeline = merge(merge(emptyTimeline, [entry(1)]), [entry(4)])
    expect(seqs(timeline.entries)).toEqual([1])
    expect(hasGap(timeline)).toBe(true)
    expect(lastSeq(timeline)).toBe(1)
  })

  test('what fills the gap releases what waited, in order', () => {
    let timeline = merge(emptyTimeline, [entry(1), entry(5), entry(4)])
    timeline = merge(timeline, [entry(3)])
    expect(seqs(timeline.entries)).toEqual([1])
    timeline = merge(timeline, [entry(2), entry(3)])
    expect(seqs(timeline.entries)).toEqual([1, 2, 3, 4, 5])
    expect(hasGap(timeline)).toBe(false)
  })

  test('a repair that brings what waited leaves no second copy', () => {
    const broken = merge(merge(emptyTimeline, [entry(1)]), [entry(3)])
    const healed = merge(broken, [entry(2), entry(3)])
    expect(seqs(healed.entries)).toEqual([1, 2, 3])
    expect(healed.early).toEqual([])
  })
})

test('read marks only grow, and only those of the side asked for count', () => {
  const timeline = merge(emptyTimeline, [
    entry(1),
    entry(2, { kind: 'read', author: { role: 'customer' }, data: { seq: 1 } }),
    entry(3, { kind: 'read', author: { role: 'expert' }, data: { seq: 2 } }),
  ])
  expect(readUpTo(timeline, 'customer', 0)).toBe(1)
  expect(readUpTo(timeline, 'customer', 9)).toBe(9)
  expect(readUpTo(timeline, 'expert', 0)).toBe(2)
})
