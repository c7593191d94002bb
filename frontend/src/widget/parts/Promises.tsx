import { useState } from 'preact/hooks'
import { ring } from '../../design/svg/ring'
import { useAround } from '../context'
import { type FollowUp, type Helped, inSight, type PromiseRow, ticksLeft } from '../model/promise'
import type { Talk } from '../model/talk'
import type { View } from '../model/view'
import { clock, dayOf, when } from '../words/times'
import { Drawing } from './Drawing'
import { Icon } from './Icon'

/** What was promised and is not kept yet, above whatever stands below; and results that were not looked at. */
export function Promises({ view }: { view: View }) {
  const { session, words, now } = useAround()
  const { talk, earlier } = session
  const from = talk ? [{ id: talk.id, followUps: talk.conversation?.followUps }] : view === 'ask' ? earlier : []
  const shown = from.flatMap(({ id, followUps }) =>
    inSight(followUps, now())
      .filter(({ state }) => state === 'open' || view !== 'chat')
      .map((promise) => ({ id, promise })),
  )
  if (shown.length === 0) return null
  const open = (id: string) => (talk ? session.show('chat') : void session.open(id))
  return (
    <ul class="promises" aria-label={words.promise.label}>
      {shown.slice(0, 3).map(({ id, promise }) => (
        <li key={promise.id}>
          <InSight promise={promise} read={view === 'chat' || view === 'queue' ? undefined : () => open(id)} />
        </li>
      ))}
    </ul>
  )
}

function InSight({ promise, read }: { promise: FollowUp; read: (() => void) | undefined }) {
  const { words, language, now } = useAround()
  const name = promise.expert?.displayName ?? words.anExpert
  const done = promise.state === 'done'
  const late = !done && Date.parse(promise.dueAt) < now()
  const title = done
    ? words.promise.has(name)
    : late
      ? words.promise.late(name)
      : words.promise.by(name, when(promise.dueAt, now(), language, words))
  return (
    <>
      {done ? (
        <Icon name="check" big />
      ) : (
        <Drawing picture={ring({ size: 30, left: ticksLeft(promise, now()), thick: 1.8 })} size={30} />
      )}
      <span class="grow">
        <b>{title}</b>
        <span class="s m">{promise.promise}</span>
      </span>
      {read && (
        <button type="button" class="link" onClick={read}>
          {done ? words.promise.read : words.readChat}
        </button>
      )}
    </>
  )
}

/** A promise, a change of it, or its result, in its place in the chat. */
export function PromiseTurn({ row, talk }: { row: PromiseRow; talk: Talk }) {
  const { words, language } = useAround()
  const promise = talk.conversation?.followUps?.find(({ id }) => id === row.followUpId)
  const name = promise?.expert?.displayName ?? talk.expert()?.displayName ?? words.anExpert
  if (row.kind === 'done') return <Result row={row} promise={promise} name={name} talk={talk} />
  const by = row.dueAt ? words.onDay(dayOf(row.dueAt, language), clock(row.dueAt, language)) : ''
  const says = {
    promised: words.promise.promised(name, by),
    replanned: words.promise.replanned(name, by),
    given: words.promise.given(name, by),
    dismissed: words.promise.dismissed,
  }[row.kind]
  return (
    <div class="promise">
      <p class="row">
        <Icon name="clock" />
        <b>{says}</b>
      </p>
      <p dir="auto">{row.text}</p>
    </div>
  )
}

interface ResultProps {
  row: PromiseRow
  promise: FollowUp | undefined
  name: string
  talk: Talk
}

function Result({ row, promise, name, talk }: ResultProps) {
  const { words } = useAround()
  return (
    <div class="promise done">
      <p class="row">
        <Icon name="check" />
        <b>{words.promise.found[row.found ?? 'answered'](name)}</b>
      </p>
      {promise && (
        <p class="s m" dir="auto">
          {promise.promise}
        </p>
      )}
      <p class="result" dir="auto">
        {row.text}
      </p>
      {promise?.state === 'done' && <DidItHelp promise={promise} name={name} talk={talk} />}
    </div>
  )
}

const answers: readonly Helped[] = ['yes', 'no']

/** Asked once; the answer can be changed for two days. */
function DidItHelp({ promise, name, talk }: { promise: FollowUp; name: string; talk: Talk }) {
  const { words, now } = useAround()
  const [going, setGoing] = useState<Helped>()
  const [why, setWhy] = useState('')
  const { helped, answerUntil } = promise
  const fixed = answerUntil !== undefined && Date.parse(answerUntil) <= now()
  const chosen = going ?? helped
  const answer = async (next: Helped) => {
    if (going || next === helped) return
    setGoing(next)
    setWhy('')
    try {
      await talk.answer(promise.id, next)
    } catch (error) {
      setWhy((error instanceof Error && 'code' in error && error.message) || words.promise.failed)
    }
    setGoing(undefined)
  }
  if (fixed && helped) return <p class="s m">{words.promise.thanks[helped](name)}</p>
  return (
    <fieldset class="helped" aria-busy={going !== undefined}>
      <legend>{words.promise.helped}</legend>
      <div class="opt two">
        {answers.map((each) => (
          <button type="button" key={each} aria-pressed={chosen === each} onClick={() => void answer(each)}>
            {words[each]}
          </button>
        ))}
      </div>
      <p class="s m" role="status">
        {helped ? `${words.promise.thanks[helped](name)} ${words.promise.change}` : ''}
      </p>
      {why && (
        <p class="s danger" role="alert">
          {why}
        </p>
      )}
    </fieldset>
  )
}
