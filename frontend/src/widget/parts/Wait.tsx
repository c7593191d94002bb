import { useEffect, useReducer, useState } from 'preact/hooks'
import { scale } from '../../design/svg/tuner'
import { useAround } from '../context'
import { Refusal } from '../model/api'
import type { Talk } from '../model/talk'
import type { QueueState } from '../model/types'
import { changesAt, minutesOf, scaleOf } from '../model/waiting'
import { when } from '../words/times'
import { Drawing } from './Drawing'
import { Icon } from './Icon'

const beat = 15_000

/** Draws again every quarter of a minute, and asks the server when time alone has changed something. */
export function useWaiting(talk: Talk): void {
  const [, again] = useReducer((n: number, _: undefined) => n + 1, 0)
  const { now } = useAround()
  const queue = talk.conversation?.queue
  const at = queue && changesAt(queue, now())
  useEffect(() => {
    const timer = setInterval(() => again(undefined), beat)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (at === undefined) return
    const timer = setTimeout(() => void talk.refresh(), Math.min(at - now() + 500, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  }, [talk, at, now])
}

/** The likely wait as a range on a scale, with what it was measured from. */
export function LikelyWait({ queue, toldAt }: { queue: QueueState; toldAt: number }) {
  const { words, now } = useAround()
  const drawn = scaleOf(queue, toldAt, now())
  if (!queue.wait || !drawn) return queue.onDuty ? null : <p class="s i2">{words.wait.nobody}</p>
  const { from, to } = minutesOf(queue.wait)
  const range = to <= 1 ? words.wait.moment : from === 0 ? words.wait.upTo(to) : words.wait.range(from, to)
  const m = queue.measured
  return (
    <div class="likely">
      <div class="row sp">
        <b>{words.wait.likely}</b>
        <span class="fig">{range}</span>
      </div>
      <Drawing
        picture={scale({
          band: drawn.band,
          needle: drawn.needle,
          labels: [
            { at: 0, text: words.wait.asked },
            { at: 1, text: words.wait.upTo(drawn.end).replace(/^.*?(?=\d)/, '') },
          ],
        })}
      />
      {m && (
        <p class="s m">
          {m.basis === 'recent'
            ? words.wait.source.recent(m.experts, m.minutes, m.finished)
            : words.wait.source[m.basis](m.experts)}
        </p>
      )}
    </div>
  )
}

/** What else can be done than wait. */
export function Ways({ talk, queue }: { talk: Talk; queue: QueueState }) {
  const { words, language, now } = useAround()
  const [why, act, busy] = useAct()
  return (
    <div class="ways">
      {queue.canLeave && queue.promise && (
        <>
          <button type="button" class="btn q" disabled={busy} onClick={() => act(() => talk.leaveIt())}>
            <Icon name="clock" />
            {words.wait.leave(when(queue.promise, now(), language, words))}
          </button>
          <p class="s m">{words.wait.leaveHint}</p>
        </>
      )}
      {queue.canAskStaff && (
        <button type="button" class="link" disabled={busy} onClick={() => act(() => talk.askStaff())}>
          {words.wait.askTeam}
        </button>
      )}
      <Why why={why} />
    </div>
  )
}

/** The question was left: the promise, and the way back. */
export function Left({ talk, queue }: { talk: Talk; queue: QueueState }) {
  const { session, words, language, now } = useAround()
  const [why, act, busy] = useAct()
  if (!queue.answerBy) return null
  const by = when(queue.answerBy, now(), language, words)
  const opens = queue.opensAt ?? (session.brand?.open === false ? session.brand.opensAt : undefined)
  const reason = talk.seen.entries.findLast((e) => e.data?.why?.startsWith('left'))?.data?.why
  return (
    <div class="open-q">
      <div class="row answer-by" role="status">
        <Icon name="clock" big />
        <b>{words.wait.leftBy(by)}</b>
      </div>
      {Date.parse(queue.answerBy) < now() && <p class="b">{words.wait.overdue}</p>}
      {opens && <p class="i2">{words.wait.leftClosed(when(opens, now(), language, words))}</p>}
      {!opens && reason === 'left_alone' && <p class="i2">{words.wait.leftAlone}</p>}
      <p class="i2">{words.wait.leftWhat}</p>
      {!opens && queue.onDuty && (
        <button type="button" class="btn q" disabled={busy} onClick={() => act(() => talk.comeBack())}>
          {words.wait.waitHere}
        </button>
      )}
      <button type="button" class="link" disabled={busy} onClick={() => act(() => talk.askStaff())}>
        {words.wait.askTeam}
      </button>
      <Why why={why} />
    </div>
  )
}

function Why({ why }: { why: string }) {
  return why ? (
    <p class="s danger" role="alert">
      {why}
    </p>
  ) : null
}

/** Runs one thing at a time and says in words what was refused. */
function useAct(): [why: string, act: (run: () => Promise<void>) => void, busy: boolean] {
  const { words } = useAround()
  const [why, setWhy] = useState('')
  const [busy, setBusy] = useState(false)
  const act = (run: () => Promise<void>) => {
    setBusy(true)
    setWhy('')
    run()
      .catch((error: unknown) =>
        setWhy(error instanceof Refusal ? (words.wait.refusals[error.code] ?? error.message) : words.unreachable),
      )
      .finally(() => setBusy(false))
  }
  return [why, act, busy]
}
