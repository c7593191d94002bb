import type { Entry } from '../queries/types'

/** Push is what the server sends over the live line. Everything in it can also be fetched: a lost push costs nothing. */
export type Push =
  | { type: 'timeline'; conversationId: string; entry: Entry }
  | { type: 'offer'; offerId: string; conversationId: string }
  | { type: 'offerEnded'; offerId: string; conversationId: string; state: string }
  | { type: 'seats' }
  | { type: 'points' }
  | { type: 'board'; version: number }
  | { type: 'typing'; conversationId: string; role: 'customer' | 'expert' }
  | { type: 'nudge'; conversationId: string }
  | { type: 'presence'; state: string; reason?: string }
  | { type: 'redemption'; redemptionId: string; state: string }
  | { type: 'rewards' }
  | { type: 'drops' }
  | { type: 'cases' }
  | { type: 'budgets' }
  | { type: 'rules' }
  | { type: 'flags' }
  | { type: 'ratings' }
  | { type: 'followUps'; followUpId: string; conversationId: string; state: string }
  | { type: 'queue'; conversationId: string }
  | { type: 'openQuestions' }
  | { type: 'brand' }
  | { type: 'note'; conversationId: string; noteId: string }
  | { type: 'watch'; conversationId: string }
  | { type: 'wall' }
  | { type: 'growth' }
  | { type: 'merit' }
  | { type: 'plan' }
  | { type: 'planGap' }
  | { type: 'vetting' }
  | { type: 'answerDue'; state: 'due' | 'late' }
  | { type: 'pay' }
  | { type: 'shiftDue'; state: string }
  | { type: 'desk'; conversationId: string }
  | { type: 'conversation'; conversationId: string }
  | { type: 'takenOver'; conversationId: string; reason?: string }

/** isPush tells a push from anything else: an unknown kind is ignored, never an error. */
export function isPush(data: unknown): data is Push {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string'
}
