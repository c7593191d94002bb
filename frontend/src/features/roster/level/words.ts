import { fixed, number } from '../../../i18n/format'
import type { Requirement } from './api'
import { useTexts } from './i18n'

type Step = 0 | 1 | 2 | 3 | 4

/** The names of the levels in the reader's language. */
export function useLevelName(): (level: number) => string {
  const t = useTexts()
  return (level) => t(`level${Math.min(Math.max(level, 0), 4) as Step}`)
}

const shares: Requirement['measure'][] = ['first_time_right', 'reviewer_accuracy']
const means: Requirement['measure'][] = ['quality', 'courtesy', 'supervised_mean']

export const isShare = (r: Requirement) => shares.includes(r.measure)
export const isMean = (r: Requirement) => means.includes(r.measure)

/** figure writes a measure as it is compared: a share in per cent, a mean with two digits, a count whole. */
export function figure(r: Requirement, value: number): string {
  if (isShare(r)) return `${number(Math.round(value * 100))}%`
  return isMean(r) ? fixed(value, 2) : number(value)
}

/** part is how far the way is gone, 0 to 1. Means and shares begin where everybody can be. */
export function part(r: Requirement): number {
  if (r.measure === 'courtesy_breaches') return r.have === 0 ? 1 : 0
  const from = isMean(r) ? 3 : 0
  return Math.min(1, Math.max(0, (r.have - from) / (r.need - from)))
}
