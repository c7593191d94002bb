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

/** What there is to say of an offer, open or past. */
export type Explained = Pick<Offer, 'why' | 'reasonName'> & { customer: Pick<Offer['customer'], 'name'> }

const shown = 3

/** reasonsOf picks the factors that weighed most, in words that the expert can check. */
export function reasonsOf(offer: Explained): Reason[] {
  const found = [...offer.why.factors]
    .filter((factor) => factor.points > 0)
    .sort((a, b) => b.points - a.points)
    .map((factor) => reasonOf(factor, offer))
    .filter((reason) => reason !== undefined)
  const isPersonal = (reason: Reason) => reason.key === 'continuity' || reason.key === 'topic'
  const personal = found.filter(isPersonal)
  const rest = found.filter((reason) => !isPersonal(reason))
  const spread: Reason[] = offer.why.spread ? [{ key: 'spread' }] : []
  return [...spread, ...personal, ...rest].slice(0, shown)
}

type Factor = Offer['why']['factors'][number]

function reasonOf({ key, facts }: Factor, offer: Explained): Reason | undefined {
  switch (key) {
    case 'topic':
      if (!offer.reasonName) return undefined
      return { key, name: offer.reasonName, mean: facts.mean, ratings: facts.ratings ?? 0 }
    case 'continuity':
      return { key, name: customerName(offer.customer.name) }
    case 'growth':
      return { key }
    case 'fairness':
      // Less than a minute is no reason that anybody would give.
      if (facts.seconds !== undefined && facts.seconds < 60) return undefined
      return { key, minutes: facts.seconds === undefined ? undefined : Math.floor(facts.seconds / 60) }
    case 'capacity':
      if (facts.free === undefined || facts.open === undefined) return undefined
      return { key, free: facts.free, open: facts.open }
    case 'quality':
      if (facts.mean === undefined || !facts.ratings) return undefined
      return { key, mean: facts.mean, ratings: facts.ratings }
  }
}
