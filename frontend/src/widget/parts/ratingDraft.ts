import type { Store } from '../../keep/store'
import { type Draft, draftOf } from '../model/rating'
import type { Talk } from '../model/talk'

const placeOf = (talk: Talk): string => `rating.${talk.id}.${talk.conversation?.episode ?? 0}`

/** What was filled in before on this device, else the rating that was given, else an empty form. */
export function draftOfTalk(store: Store, talk: Talk): Draft {
  try {
    const kept = JSON.parse(store.get(placeOf(talk)) ?? 'null') as Draft | null
    if (kept && typeof kept.comment === 'string') return kept
  } catch {
    store.remove(placeOf(talk))
  }
  return talk.conversation?.rating ? draftOf(talk.conversation.rating) : { comment: '' }
}

export const keepDraft = (store: Store, talk: Talk, draft: Draft): void =>
  store.set(placeOf(talk), JSON.stringify(draft))

export const forgetDraft = (store: Store, talk: Talk): void => store.remove(placeOf(talk))
