import type { Entry, Timeline } from './types'

/** The part of a conversation's timeline that this device has seen, without a gap and in one order. */
export interface Seen {
  entries: readonly Entry[]
  /** Everything up to here is known; the next entry is `cursor + 1`. */
  cursor: number
}

export const nothingSeen: Seen = { entries: [], cursor: 0 }

/** Reads the timeline after a cursor. */
export type Reader = (after: number) => Promise<Timeline>

/** Takes one live entry: known ones change nothing; one that leaves a gap is refused, so that the caller heals. */
export function take(seen: Seen, entry: Entry): Seen | 'gap' {
  if (entry.seq <= seen.cursor) return seen
  if (entry.seq > seen.cursor + 1) return 'gap'
  return { entries: [...seen.entries, entry], cursor: entry.seq }
}

/** Adds a page that was read after some cursor: what is known already is skipped, the order is by `seq`. */
export function join(seen: Seen, page: readonly Entry[]): Seen {
  const fresh = page.filter((entry) => entry.seq > seen.cursor).sort((a, b) => a.seq - b.seq)
  const last = fresh.at(-1)
  if (!last) return seen
  return { entries: [...seen.entries, ...fresh], cursor: last.seq }
}

/**
 * Reads on from the cursor until nothing is left. `step` is called with each page and answers what is seen after it, because
 * live entries may have arrived while the page was on its way. Entries that a customer may not see leave no hole to ask for
 * again: an empty page moves the cursor to its end.
 */
export async function heal(read: Reader, now: () => Seen, step: (seen: Seen) => void): Promise<void> {
  for (let pages = 0; pages < 1000; pages++) {
    const asked = now().cursor
    const page = await read(asked)
    if (page.entries.length === 0) {
      if (page.lastSeq > now().cursor) step({ ...now(), cursor: page.lastSeq })
      return
    }
    step(join(now(), page.entries))
    if (now().cursor >= page.lastSeq || now().cursor === asked) return
  }
}
