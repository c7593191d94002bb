import { customerName } from '../../../i18n/format'
import type { Offer } from '../../../queries/types'

/** Reason is one of at most three reasons shown on an offer, ready for the catalogue of the reader's language. */
export type Reason =
  | { key: 'topic'; mean?: number; ratings: number; name?: string }
  | { key: 'continuity'; name: string }
  | { key: 'growth' }
  | { key: 'fairness'; minutes?: number }
  | { key: 'capacity'; free: number; open: number }
  | { key: 'quality'; mean: number; ratings: number }
  | { key: 'spread' }

const shown = 3

/** reasonsOf picks the factors that weighed most, in words that the expert can check. */
export function reasonsOf(offer: Pick<Offer, 'why' | 'reasonName' | 'customer'>): Reason[] {
  const found = [...offer.why.factors]
    .filter((factor) => factor.points > 0)
    .sort((a, b) => b.points - a.points)
    .map((factor) => reasonOf(factor.key, factor.detail, offer))
    .filter((reason) => reason !== undefined)
  const isPersonal = (reason: Reason) => reason.key === 'continuity' || reason.key === 'topic'
  const personal = found.filter(isPersonal)
  const rest = found.filter((reason) => !isPersonal(reason))
  const spread: Reason[] = offer.why.spread ? [{ key: 'spread' }] : []
  return [...spread, ...personal, ...rest].slice(0, shown)
}

function reasonOf(key: string, detail: string, offer: Pick<Offer, 'reasonName' | 'customer'>): Reason | undefined {
  const rated = /([\d.]+) from (\d+) ratings/.exec(detail)
  switch (key) {
    case 'topic':
      if (!offer.reasonName) return undefined
      return {
        key,
        name: offer.reasonName,
        mean: rated ? Number(rated[1]) : undefined,
        ratings: Number(rated?.[2] ?? 0),
      }
    case 'continuity':
      return { key, name: customerName(offer.customer.name) }
    case 'growth':
      return { key }
    case 'fairness':
      return { key, minutes: minutesIn(detail) }
    case 'capacity': {
      const seats = /(\d+) of (\d+)/.exec(detail)
      return seats ? { key, free: Number(seats[1]), open: Number(seats[2]) } : undefined
    }
    case 'quality':
      if (!rated || Number(rated[2]) === 0) return undefined
      return { key, mean: Number(rated[1]), ratings: Number(rated[2]) }
    default:
      return undefined
  }
}

/** minutesIn reads "last offer 14m2s ago"; without a time there was no offer yet. */
function minutesIn(detail: string): number | undefined {
  const time = /(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)? ago/.exec(detail)
  if (!time) return undefined
  return Number(time[1] ?? 0) * 60 + Number(time[2] ?? 0)
}
