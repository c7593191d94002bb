import { describe, expect, it } from 'vitest'
import { heal, join, nothingSeen, type Seen, take } from './timeline'
import type { Entry, Timeline } from './types'

const entry = (seq: number): Entry => ({
  seq,
  kind: 'message',
  at: '2026-11-21T19:44:00.000Z',
  episode: 1,
  author: { role: 'expert' },
  text: `message ${seq}`,
})

const upTo = (n: number): Entry[] => Array.from({ length: n }, (_, i) => entry(i + 1))
const seqs = (seen: Seen): number[] => seen.entries.map((e) => e.seq)

/** A server's timeline, answered in pages; `hidden` entries are none of the customer's business. */
const reader =
  (all: Entry[], page: number, hidden: number[] = []) =>
  async (after: number): Promise<Timeline> => ({
    entries: all.filter((e) => e.seq > after && !hidden.includes(e.seq)).slice(0, page),
    lastSeq: all.length,
  })

describe('the timeline on this device', () => {
  it('takes the next live entry, ignores a known one and refuses one after a gap', () => {
    const two = join(nothingSeen, upTo(2))
    expect(seqs(take(two, entry(3)) as Seen)).toEqual([1, 2, 3])
    expect(take(two, entry(2))).toBe(two)
    expect(take(two, entry(4))).toBe('gap')
  })

  it('joins a page without duplicates and in order', () => {
    const seen = join(join(nothingSeen, [entry(2), entry(1)]), [entry(3), entry(2), entry(4)])
    expect(seqs(seen)).toEqual([1, 2, 3, 4])
    expect(seen.cursor).toBe(4)
  })

  it('heals a long absence page by page', async () => {
    let seen = join(nothingSeen, upTo(3))
    await heal(
      reader(upTo(25), 10),
      () => seen,
      (next) => {
        seen = next
      },
    )
    expect(seqs(seen)).toEqual(upTo(25).map((e) => e.seq))
  })

  it('keeps a live entry that arrives while a page is on its way', async () => {
    let seen = join(nothingSeen, upTo(2))
    const late = async (after: number): Promise<Timeline> => {
      seen = take(seen, entry(seen.cursor + 1)) as Seen
      return { entries: upTo(4).filter((e) => e.seq > after), lastSeq: 4 }
    }
    await heal(
      late,
      () => seen,
      (next) => {
        seen = next
      },
    )
    expect(seqs(seen)).toEqual([1, 2, 3, 4])
  })

  it('asks only once for entries that a customer may not see', async () => {
    let seen = nothingSeen
    let asked = 0
    const read = reader(upTo(5), 10, [4, 5])
    await heal(
      (after) => {
        asked++
        return read(after)
      },
      () => seen,
      (next) => {
        seen = next
      },
    )
    expect(seqs(seen)).toEqual([1, 2, 3])
    expect(seen.cursor).toBe(5)
    expect(asked).toBe(2)
  })

  it('converges whatever is lost: a thousand cuts of the live connection', async () => {
    const all = upTo(1000)
    let seen = nothingSeen
    const step = (next: Seen) => {
      seen = next
    }
    for (const live of all) {
      const heard = live.seq % 7 !== 0 && live.seq % 11 !== 0
      if (!heard) continue
      const next = take(seen, live)
      if (next !== 'gap') step(next)
      else await heal(reader(all.slice(0, live.seq), 50), () => seen, step)
    }
    await heal(reader(all, 50), () => seen, step)
    expect(seqs(seen)).toEqual(all.map((e) => e.seq))
  })
})
