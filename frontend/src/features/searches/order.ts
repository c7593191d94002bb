/** Figures of what searches became. */
export interface Outcome {
  shown: number
  solved: number
  asked: number
  opened: number
}

export type Order = 'shown' | 'unsolved' | 'asked'

/** share is a part of a whole in whole percents; of nothing there is none. */
export function share(part: number, of: number): number | undefined {
  return of > 0 ? Math.round((part / of) * 100) : undefined
}

/** inOrder sorts what was shown: what never was comes last, and equals stay as the server sent them. */
export function inOrder<T extends Outcome>(all: readonly T[], order: Order): T[] {
  if (order === 'shown') return all.toSorted((a, b) => b.shown - a.shown)
  const worth = (one: T) => {
    if (one.shown === 0) return -1
    return order === 'asked' ? one.asked / one.shown : 1 - one.solved / one.shown
  }
  return all.toSorted((a, b) => worth(b) - worth(a) || b.shown - a.shown)
}
