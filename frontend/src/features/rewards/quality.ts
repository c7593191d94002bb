import type { SeasonQuality } from './types'

export type StarRow = { stars: 1 | 2 | 3 | 4 | 5; count: number }

const order = [5, 4, 3, 2, 1] as const

/** The ratings from five stars to one, with a row for every number of stars. */
export function starRows(quality: Pick<SeasonQuality, 'stars'>): StarRow[] {
  return order.map((stars) => ({ stars, count: quality.stars[stars] }))
}

/**
 * How many dots a row draws, and how many ratings one dot stands for, so that
 * the longest row still fits into `room` dots. Every rating that exists is seen:
 * a row with one rating has one dot.
 */
export function dots(count: number, longest: number, room: number): { drawn: number; each: number } {
  const each = Math.max(1, Math.ceil(longest / room))
  return { drawn: Math.ceil(count / each), each }
}

/** Whether a formula has only figures, or names that the reader would have to look up. */
export function inFigures(formula: string): boolean {
  return formula !== '' && !/\p{L}/u.test(formula)
}

/** The formula in the reader's decimals: "(20 × 4,45 + 156) / (20 + 34)". */
export function localFormula(formula: string, decimal: string): string {
  return decimal === '.' ? formula : formula.replace(/(\d)\.(\d)/g, `$1${decimal}$2`)
}
