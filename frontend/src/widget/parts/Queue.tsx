import { useState } from 'preact/hooks'
import { shoreBirds, shorePicture } from '../../design/svg/shore'
import { useAround } from '../context'
import { rowsOf } from '../model/rows'
import type { Talk } from '../model/talk'
import { isLeft } from '../model/waiting'
import { clock, when } from '../words/times'
import { Bubble } from './Bubble'
import { Drawing } from './Drawing'
import { Icon } from './Icon'
import { Left, LikelyWait, useWaiting, Ways } from './Wait'

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
      {session.notice?.kind === 'already' && (
        <p class="note" role="status">
          <Icon name="clock" />
          <span>{words.wait.already}</span>
        </p>
      )}
      {talk ? <Line talk={talk} /> : <Flock />}
      {!talk && <OpensAgain />}
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

/** Where the question is: in line with a likely wait, left with a promise, or with the team. */
function Line({ talk }: { talk: Talk }) {
  useWaiting(talk)
  const queue = talk.conversation?.queue
  const offered = talk.conversation?.status === 'offered'
  if (queue && isLeft(talk.conversation) && !offered) {
    return (
      <>
        <Flock />
        <Left talk={talk} queue={queue} />
      </>
    )
  }
  const team = talk.conversation?.desk === 'staff'
  return (
    <>
      <Place />
      <Flock />
      {queue && !offered && !team && <LikelyWait queue={queue} toldAt={talk.placeToldAt} />}
      {queue && !offered && !team && <Ways talk={talk} queue={queue} />}
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
        <b>{conversation.desk === 'staff' ? words.wait.teamPlace(place) : words.place(place)}</b>
        <div class="i2 s why">
          {conversation.queue?.why
            ? words.wait.whys[conversation.queue.why]
            : before && before.place > place
              ? words.placeBefore(before.place)
              : place === 1
                ? words.placeFirst
                : null}
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
