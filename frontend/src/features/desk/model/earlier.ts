import type { Context } from '../../../queries/types'
import type { DeskTexts } from '../i18n'

export type EarlierOne = Context['earlier'][number]

/** endedWords is the outcome, the reason and who answered, as far as they are known. */
export function endedWords(each: EarlierOne, t: DeskTexts): string {
  const outcome = each.outcome ? t(`outcome_${each.outcome}`) : undefined
  const who = each.me ? t('byYou') : each.expertName
  return [outcome, each.reasonName, who].filter(Boolean).join(', ')
}
