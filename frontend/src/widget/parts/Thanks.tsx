import { shorePicture } from '../../design/svg/shore'
import { useAround } from '../context'
import { draftOf, thinksWell } from '../model/rating'
import type { Talk } from '../model/talk'
import { Drawing } from './Drawing'
import { Invite } from './Invite'
import { Parting } from './Parting'
import { Star } from './Stars'
import { ThankCard } from './ThankCard'

const coast = shorePicture({
  birds: [
    { bird: 4, x: 78 },
    { bird: 1, x: 196 },
  ],
})

/** After the rating: what was said, whether it can still be changed, and the ways on. */
export function Thanks({ talk }: { talk: Talk }) {
  const { session, words } = useAround()
  const rating = talk.conversation?.rating
  if (!rating) return null
  const said = draftOf(rating)
  const name = talk.expert()?.displayName ?? words.theExpert
  return (
    <div class="bd thanks">
      <div class="given">
        <span class="row" role="img" aria-label={words.star(rating.stars)}>
          {[1, 2, 3, 4, 5].map((n) => (
            <Star key={n} lit={n <= rating.stars} size={30} />
          ))}
        </span>
        {said.solved && <span class="tag">{words.solvedIs[said.solved]}</span>}
        {said.held && <span class="tag">{words.holds[said.held]}</span>}
      </div>
      {said.comment && (
        <p class="msg me first" dir="auto">
          {said.comment}
        </p>
      )}
      <p class="i2">{rating.editable ? words.ratedHint(name) : words.ratedFixed}</p>
      {rating.editable && (
        <button type="button" class="btn q" onClick={() => session.show('rate')}>
          {words.change}
        </button>
      )}
      <Parting talk={talk} />
      {rating.stars >= 4 && <ThankCard talk={talk} name={name} thanked={rating.thanked} />}
      {thinksWell(rating) && <Invite talk={talk} />}
      <div class="shore push">
        <Drawing picture={coast} />
      </div>
      <button type="button" class="btn" onClick={() => session.askNew()}>
        {words.askNew}
      </button>
      <button type="button" class="link foot" onClick={() => session.show('chat')}>
        {words.readChat}
      </button>
    </div>
  )
}
