import { useAround } from '../context'
import type { Talk } from '../model/talk'
import type { Solved } from '../model/types'
import { Parting } from './Parting'
import { draftOfTalk, keepDraft } from './ratingDraft'

const answers: readonly Solved[] = ['yes', 'partly', 'no']

/** Under a closed chat: the first of the two taps, and that writing opens it again. */
export function SolvedCard({ talk }: { talk: Talk }) {
  const { session, store, words } = useAround()
  const { conversation } = talk
  if (!conversation) return null
  const rated = conversation.rating
  const asks = conversation.stillAsked ? words.stillSolved : words.solved
  const answer = (solved: Solved) => {
    keepDraft(store, talk, { ...draftOfTalk(store, talk), solved })
    talk.stillSolved(solved)
    session.show('rate')
  }
  return (
    <section class="solved" aria-label={asks}>
      <Parting talk={talk} />
      {conversation.canRate && !rated && (
        <>
          <h2>{asks}</h2>
          <div class="opt">
            {answers.map((solved) => (
              <button type="button" key={solved} onClick={() => answer(solved)}>
                {words[solved]}
              </button>
            ))}
          </div>
        </>
      )}
      {conversation.canConfirm && !conversation.canRate && !rated && (
        <>
          <h2>{words.solved}</h2>
          <div class="opt">
            <button type="button" onClick={() => void talk.confirm().catch(() => undefined)}>
              {words.teamSolved}
            </button>
          </div>
        </>
      )}
      {rated && (
        <button type="button" class="btn q" onClick={() => session.show('auto')}>
          {words.yourRating}
        </button>
      )}
      <p class="s m">{words.writeAgain}</p>
    </section>
  )
}
