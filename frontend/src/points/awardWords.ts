import type { Award } from '../queries/types'
import { usePointTexts } from './i18n'

export type AwardKind = Award['kind']

type Texts = ReturnType<typeof usePointTexts>
type Word = Exclude<Parameters<Texts>[0], Counted>
/** Words with a number at the end of the server's: `score_2`, `article_helped_7`. */
type Counted = 'score' | 'readers' | 'readersFull'

const kinds: Record<AwardKind, Word> = {
  conversation: 'conversation',
  first_time_right: 'firstTimeRight',
  hand_over: 'handOver',
  follow_up: 'followUp',
  follow_up_helped: 'followUpHelped',
  follow_up_missed: 'followUpMissed',
  shift: 'shift',
  no_show: 'noShow',
  audition: 'audition',
  review: 'review',
  article: 'article',
  recheck: 'recheck',
}

const facts: Partial<Record<string, Word>> = {
  qualified: 'qualified',
  first_time_right: 'rightAtOnce',
  hand_over: 'goodHandOver',
  follow_up: 'kept',
  follow_up_helped: 'helped',
  follow_up_missed: 'missed',
  shift: 'shiftKept',
  no_show: 'notThere',
  audition: 'tookPart',
  review: 'agreed',
  article: 'articlePublished',
  recheck: 'articleRechecked',
}

const counted: Partial<Record<string, Counted>> = {
  score: 'score',
  article_helped: 'readers',
  helps_full: 'readersFull',
}

const lacks: Partial<Record<string, Word>> = {
  customer_messages: 'customerMessages',
  expert_messages: 'expertMessages',
  active_time: 'activeTime',
  outcome: 'outcome',
  reason: 'reason',
  linked_network: 'linkedNetwork',
  linked_customer: 'linkedCustomer',
  linked_person: 'linkedPerson',
  pair_day: 'pairDay',
  pair_month: 'pairMonth',
  not_solved: 'notSolved',
  transfer: 'transfer',
  contact: 'contact',
  came_back: 'cameBack',
  late: 'late',
  research: 'research',
  not_helped: 'notHelped',
  day_full: 'dayFull',
  reviews_full: 'reviewsFull',
  voided: 'voided',
  talk: 'talk',
}

/** What the points of a kind are for, in two or three words. */
export function useKindName(): (kind: AwardKind) => string {
  const t = usePointTexts()
  return (kind) => t(kinds[kind])
}

/** What the first figure of a sum stands for, or why it is nothing: from the server's stable word, `not_kept:late`. */
export function useBaseWords(): (detail: string) => string {
  const t = usePointTexts()
  return (detail) => {
    const fact = facts[detail]
    if (fact) return t(fact)
    const lack = lackOf(detail)
    const [, word = '', count] = /^(.*)_(\d+)$/.exec(lack || detail) ?? []
    const counts = counted[word]
    return counts ? t(counts, { count: Number(count) }) : t(lacks[lack] ?? 'nothing')
  }
}

/** What a fact lacks to be worth anything; empty when it lacks nothing. */
export function lackOf(detail: string): string {
  return detail.includes(':') ? (detail.split(':').at(-1) ?? '') : ''
}

/** Whether points were not given because customer and expert seem to belong together. */
export function isLinked(award: Pick<Award, 'arithmetic'>): boolean {
  return lackOf(award.arithmetic.steps[0]?.detail ?? '').startsWith('linked_')
}
