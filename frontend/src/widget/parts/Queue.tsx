import { useState } from 'preact/hooks'
import { shoreBirds, shorePicture } from '../../design/svg/shore'
import { useAround } from '../context'
import { rowsOf } from '../model/rows'
import { clock, when } from '../words/times'
import { Bubble } from './Bubble'
import { Drawing } from './Drawing'
import { Icon } from './Icon'

/** The line: the question is safe, the place is honest, and nobody has to stay. */
export function Queue() {
  const { session, words } = useAround()
  const { talk } = session
  return (
    <div class="bd queue">
      <div class="said" role="log" aria-label={words.chatLabel}>
        {talk ? (
          rowsOf(talk).map((row, i) =>
            row.type === 'message' ? <Bubble key={row.key} row={row} safe={i === 0} /> : null,
          )
        ) : (
          <KeptQuestion />
        )}
      </div>
      {talk && <Place />}
      <Flock />
      <OpensAgain />
      {talk?.conversation?.status === 'queued' && <TakeBack />}
    </div>
  )
}

function KeptQuestion() {
  const { session, store, words, language } = useAround()
  if (!session.question) return null
  return (
    <>
      <div class="msg me" dir="auto">
        {session.question.question}
      </div>
      <div class="meta r">
        <span class="fig">{clock(session.question.at, language)}</span>
        <span class="tag">
          <Icon name="offline" />
          {store.durable ? words.kept : words.waitingToGo}
        </span>
      </div>
    </>
  )
}

function Place() {
  const { session, words } = useAround()
  const conversation = session.talk?.conversation
  const place = conversation?.queue?.place
  const before = session.talk?.placeBefore
  if (conversation?.status === 'offered' || !place) {
    return (
      <div class="place" aria-live="polite">
        <b>{words.offered}</b>
      </div>
    )
  }
  return (
    <div class="place" aria-live="polite">
      <span class="big fig" aria-hidden="true">
        {place}
      </span>
      <div>
        <b>{words.place(place)}</b>
        <div class="i2 s">
          {before && before.place > place ? words.placeBefore(before.place) : place === 1 ? words.placeFirst : null}
        </div>
      </div>
    </div>
  )
}

const step = 78
const most = 3

/** Who waits before you stands on your right; the needle is you. */
function Flock() {
  const { session, words } = useAround()
  const ahead = Math.min(most, session.talk?.conversation?.queue?.ahead ?? 0)
  const mine = 150 - Math.round((ahead * step) / 2)
  const birds = shoreBirds.slice(0, ahead + 1).map((bird, i) => ({ bird, x: mine + i * step }))
  return (
    <div class="shore" key={`at${ahead}`}>
      <Drawing picture={shorePicture({ birds, needle: { x: mine + 28, label: words.you } })} />
    </div>
  )
}

function OpensAgain() {
  const { session, words, language, now } = useAround()
  const brand = session.brand
  if (!brand || brand.open || !brand.opensAt) return null
  return (
    <p class="note">
      <Icon name="clock" />
      <span>{words.closedQueue(when(brand.opensAt, now(), language, words))}</span>
    </p>
  )
}

function TakeBack() {
  const { session, words } = useAround()
  const [sure, setSure] = useState(false)
  const [why, setWhy] = useState('')
  if (!sure) {
    return (
      <button type="button" class="link foot" onClick={() => setSure(true)}>
        {words.takeBack}
      </button>
    )
  }
  return (
    <fieldset class="sure">
      <legend class="lab">{words.takeBackSure}</legend>
      <div class="opt">
        <button
          type="button"
          onClick={() => void session.withdraw().catch((e: Error) => setWhy(e.message || words.unreachable))}
        >
          {words.takeBackYes}
        </button>
        <button type="button" onClick={() => setSure(false)}>
          {words.takeBackNo}
        </button>
      </div>
      {why && (
        <p class="s danger" role="alert">
          {why}
        </p>
      )}
    </fieldset>
  )
}
