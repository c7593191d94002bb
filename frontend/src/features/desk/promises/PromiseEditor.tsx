import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Skeleton } from '../../../design/Skeleton'
import { TickRing } from '../../../design/TickRing'
import { useServerSecond } from '../../../live/serverTime'
import { timelineQuery } from '../../../live/timelineQuery'
import type { FollowUpTask } from '../../../queries/followUps'
import type { Entry } from '../../../queries/types'
import { callName } from './callName'
import { usePromiseTexts } from './i18n'
import { PromiseNote } from './PromiseNote'
import { PutOff } from './PutOff'
import css from './promises.module.css'
import { Tell } from './Tell'
import { leftWords, ticksLeft, whenWords } from './when'

/** PromiseEditor is one promise to work on: what was asked, what was looked at, and what the customer will be told. */
export function PromiseEditor({ promise, onTold }: { promise: FollowUpTask; onTold: () => void }) {
  const called = callName(promise.about?.customer.name, usePromiseTexts())
  return (
    <div className={css.editor}>
      <Head promise={promise} />
      <Asked promise={promise} name={called.name} />
      <PromiseNote promise={promise} called={called} />
      <Tell promise={promise} called={called} onTold={onTold} />
      <PutOff promise={promise} called={called} />
    </div>
  )
}

function Head({ promise }: { promise: FollowUpTask }) {
  const t = usePromiseTexts()
  const now = useServerSecond() * 1_000
  const when = whenWords(promise.dueAt, now, t)
  const left = leftWords(promise.dueAt, now, t)
  const late = Date.parse(promise.dueAt) < now
  return (
    <div className={css.top}>
      <TickRing
        size={56}
        left={ticksLeft(promise.createdAt, promise.dueAt, now)}
        label={t('dueLabel', { when, left })}
      />
      <div className="grow">
        <h3 className={css.text}>{promise.promise}</h3>
        <p className="s">
          <b className="fig">{when}</b> <span className={late ? css.late : 'quiet'}>{left}</span>
        </p>
        {promise.firstDueAt ? (
          <p className="xs quiet">{t('firstDue', { when: whenWords(promise.firstDueAt, now, t) })}</p>
        ) : null}
      </div>
    </div>
  )
}

/** Asked is the question; the whole conversation is read on demand, as it may not be in a seat any more. */
function Asked({ promise, name }: { promise: FollowUpTask; name: string }) {
  const t = usePromiseTexts()
  const [open, setOpen] = useState(false)
  if (!promise.about) return null
  const { id, question } = promise.about
  return (
    <section className={css.asked}>
      <p className="xs quiet">{t('askedBy', { name })}</p>
      <p className={css.text} dir="auto">
        {question}
      </p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="s">{t('readAll')}</summary>
        {open ? <Said conversationId={id} /> : null}
      </details>
    </section>
  )
}

function Said({ conversationId }: { conversationId: string }) {
  const t = usePromiseTexts()
  const timeline = useQuery(timelineQuery(conversationId)).data
  if (!timeline) return <Skeleton awaited={t('awaitingThread')} />
  const spoken = timeline.entries.filter((entry) => entry.kind === 'message' || isResult(entry))
  return (
    <ol className={css.said}>
      {spoken.map((entry) => (
        <li
          key={entry.seq}
          className={entry.author.role === 'customer' ? `${css.spoken} ${css.theirs}` : css.spoken}
          dir="auto"
        >
          <span className="hidden">{authorWords(entry, t)}: </span>
          {entry.text}
        </li>
      ))}
    </ol>
  )
}

function isResult(entry: Entry): boolean {
  return entry.kind === 'follow_up' && entry.data?.why === 'done'
}

function authorWords(entry: Entry, t: ReturnType<typeof usePromiseTexts>): string {
  return entry.author.role === 'customer' ? t('customer') : (entry.author.name ?? t('colleague'))
}
