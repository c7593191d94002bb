import { useState } from 'preact/hooks'
import { useAround } from '../context'
import { Refusal } from '../model/api'
import { complete, type Draft, missing } from '../model/rating'
import type { Talk } from '../model/talk'
import { draftOfTalk, forgetDraft, keepDraft } from './ratingDraft'

/** The rating while it is filled in: kept on this device after every tap, sent once, and what stands in its way in words. */
export function useRating(talk: Talk) {
  const { session, store, words } = useAround()
  const [draft, setDraft] = useState<Draft>(() => draftOfTalk(store, talk))
  const [why, setWhy] = useState('')
  const [sending, setSending] = useState(false)

  const edit = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part }
    setDraft(next)
    setWhy('')
    if (part.solved) talk.stillSolved(part.solved)
    keepDraft(store, talk, next)
  }
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (sending) return
    setSending(true)
    try {
      await work()
      forgetDraft(store, talk)
      session.show('auto')
    } catch (error) {
      setWhy(error instanceof Refusal && error.message ? error.message : words.rateLater)
    } finally {
      setSending(false)
    }
  }
  const send = (event: Event): void => {
    event.preventDefault()
    const rating = complete(draft)
    if (rating) void run(() => talk.rate(rating))
    else setWhy(words.missing[missing(draft) ?? 'solved'])
  }
  const confirm = (): void => void run(() => talk.confirm())

  return { draft, why, sending, edit, send, confirm }
}
