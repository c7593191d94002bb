import type { Closure, Factor, Filter, OfferRecord } from '../../client'
import { fixed } from '../../i18n/format'
import { useTexts } from './i18n'
import type { ConversationStatus } from './types'

export function useStatusNames(): Record<ConversationStatus, string> {
  const t = useTexts()
  return {
    queued: t('queued'),
    offered: t('offered'),
    assigned: t('assigned'),
    waiting: t('waiting'),
    closed: t('closed'),
  }
}

export function useOutcomeNames(): Record<Closure['outcome'], string> {
  const t = useTexts()
  return {
    solved: t('outcomeSolved'),
    partly: t('outcomePartly'),
    unsolved: t('outcomeUnsolved'),
    withdrawn: t('outcomeWithdrawn'),
  }
}

export function useFactorNames(): Record<Factor['key'], string> {
  const t = useTexts()
  return {
    topic: t('factorTopic'),
    quality: t('factorQuality'),
    continuity: t('factorContinuity'),
    fairness: t('factorFairness'),
    capacity: t('factorCapacity'),
    growth: t('factorGrowth'),
  }
}

/** useFactorFacts says what a factor was computed from, in the reader's language. */
export function useFactorFacts(): (factor: Factor) => string {
  const t = useTexts()
  return ({ key, facts }) => {
    const rated = t('factRated', { mean: fixed(facts.mean ?? 0, 2), count: facts.ratings ?? 0 })
    switch (key) {
      case 'topic':
        return facts.ratings
          ? `${t(`factTopic_${facts.kind ?? 'none'}`)}, ${rated}`
          : t(`factTopic_${facts.kind ?? 'none'}`)
      case 'quality':
        return rated
      case 'continuity':
        return facts.again ? t('factAgain') : t('factNew')
      case 'fairness':
        return facts.seconds === undefined
          ? t('factNoOffer')
          : t('factWaited', { count: Math.floor(facts.seconds / 60) })
      case 'capacity':
        return t('factSeats', { free: facts.free ?? 0, open: facts.open ?? 0 })
      case 'growth':
        return facts.learns ? t('factLearns') : t('factLearnsNot')
    }
  }
}

export function useFilterNames(): Record<Filter['key'], string> {
  const t = useTexts()
  return {
    duty: t('filterDuty'),
    seat: t('filterSeat'),
    language: t('filterLanguage'),
    topic: t('filterTopic'),
    difficulty: t('filterDifficulty'),
    wish: t('filterWish'),
    conflict: t('filterConflict'),
    asked: t('filterAsked'),
  }
}

export function useOfferStates(): Record<OfferRecord['state'], string> {
  const t = useTexts()
  return {
    open: t('stateOpen'),
    accepted: t('stateAccepted'),
    declined: t('stateDeclined'),
    lapsed: t('stateLapsed'),
    withdrawn: t('stateWithdrawn'),
  }
}
