import type { Session } from './session'
import { heard, type Talk } from './talk'

/** Which screen stands. */
export type View = 'loading' | 'ask' | 'queue' | 'chat' | 'rate' | 'thanks' | 'device' | 'arrive' | 'rateLink'

const inLine = (talk: Talk): boolean => {
  const status = talk.conversation?.status
  return (
    (status === 'queued' || status === 'offered') && !talk.seen.entries.some((e) => heard(e) || e.kind === 'hand_over')
  )
}

/** Chooses the screen from what is so; a person's own choice (`panel`) wins where both are possible. */
export function viewOf(session: Session): View {
  const { talk, question, panel, notice } = session
  if (session.link) return 'arrive'
  if (session.ratingLink) return 'rateLink'
  if (!session.loaded) return 'loading'
  if (session.device && session.token) return 'device'
  if (question) return notice?.kind === 'refused' ? 'ask' : 'queue'
  if (!talk) return 'ask'
  const conversation = talk.conversation
  if (!conversation) return 'loading'
  if (inLine(talk)) return 'queue'
  if (conversation.status !== 'closed') return 'chat'
  if (panel === 'rate') return 'rate'
  if (panel === 'chat') return 'chat'
  if (conversation.rating) return 'thanks'
  return conversation.canRate ? 'rate' : 'chat'
}
