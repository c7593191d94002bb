import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Audition, Play, PlayLine } from '../../../client'
import { Face } from '../../../design/Bird'
import { ErrorNote } from '../../../design/ErrorNote'
import { Icon } from '../../../design/Icon'
import { newId } from '../../../design/newId'
import { serverNow } from '../../../live/serverTime'
import { Composer } from '../parts/Composer'
import { LaneFrame } from '../parts/LaneFrame'
import lane from '../parts/lane.module.css'
import { auditionQuery, useStep } from './api'
import css from './audition.module.css'
import { useAuditionTexts } from './i18n'
import { PlayThread } from './PlayThread'
import { keepPending, type Pending, readPending } from './pending'
import { TimeLeft } from './WarmUp'

/** Stage is the play whose turn it is: its briefing, then the same lane as in real work. */
export function Stage({ token, audition }: { token: string; audition: Audition }) {
  const t = useAuditionTexts()
  const [left, setLeft] = useState<number[]>(() => audition.plays.filter((p) => p.endedAt).map((p) => p.no))
  const play = audition.plays.find((p) => !left.includes(p.no))
  if (!play) return null
  return (
    <div className={css.stage}>
      {play.startedAt ? <h1 className="hidden">{t('play', { no: play.no })}</h1> : null}
      <Marks plays={audition.plays} now={play.no} />
      {play.startedAt ? (
        <Scene key={play.no} token={token} play={play} onLeave={() => setLeft([...left, play.no])} />
      ) : (
        <Before token={token} play={play} />
      )}
    </div>
  )
}

/** Marks are the three conversations on a line, with the needle at the one of now. */
function Marks({ plays, now }: { plays: readonly Play[]; now: number }) {
  const t = useAuditionTexts()
  return (
    <ol className={css.marks} aria-label={t('stepPlays')}>
      {plays.map((p) => (
        <li key={p.no} aria-current={p.no === now ? 'step' : undefined}>
          <span className="fig">{p.no}</span> {t(p.kind)}
          {p.endedAt ? <Icon name="check" label={t('played')} /> : null}
        </li>
      ))}
    </ol>
  )
}

function Before({ token, play }: { token: string; play: Play }) {
  const t = useAuditionTexts()
  const step = useStep(token)
  return (
    <section className={`card ${css.narrow} ${css.stack}`}>
      <h1>{t('play', { no: play.no })}</h1>
      <p className="soft">{t('minutes', { count: play.minutes })}</p>
      <BriefingText play={play} />
      <button
        type="button"
        className="btn"
        aria-busy={step.isPending}
        onClick={() => step.mutate({ kind: 'begin', no: play.no })}
      >
        {t('letIn', { name: play.customer })}
      </button>
    </section>
  )
}

/** BriefingText is what a candidate is told: it stays beside the chat. */
export function BriefingText({ play }: { play: Pick<Play, 'briefing'> }) {
  const t = useAuditionTexts()
  const told = play.briefing
  if (!told) return null
  return (
    <div className={css.briefing}>
      <p>{told.situation}</p>
      <Told title={t('facts')} lines={told.facts} />
      <Told title={t('may')} lines={told.may} />
      <Told title={t('mayNot')} lines={told.mayNot} />
    </div>
  )
}

function Told({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  )
}

function Scene({ token, play, onLeave }: { token: string; play: Play; onLeave: () => void }) {
  const t = useAuditionTexts()
  const said = useSaying(token, play)
  const { lines, writes } = useRevealed(play.lines, said.pending)
  useLooking(token, play)
  const over = play.endedAt !== undefined && !writes
  return (
    <div className={css.scene}>
      <LaneFrame
        seatNo={1}
        label={t('messagesWith', { name: play.customer })}
        focused
        onFocus={() => undefined}
        strip={null}
        head={
          <>
            <Face name={play.customer} />
            <div className="grow">
              <h2>{play.customer}</h2>
              <p className={`s soft ${lane.question}`}>{t('play', { no: play.no })}</p>
            </div>
          </>
        }
        tail={over || !play.until ? null : <TimeLeft until={Date.parse(play.until)} whole={play.minutes * 60} />}
      >
        <div className={lane.body}>
          <div className={lane.chat}>
            <PlayThread
              label={t('messagesWith', { name: play.customer })}
              lines={lines}
              pending={said.pending}
              writes={writes ? t('typing', { name: play.customer }) : undefined}
            />
            <Foot play={play} over={over} said={said} onLeave={onLeave} />
          </div>
        </div>
      </LaneFrame>
      <Beside>
        <BriefingText play={play} />
      </Beside>
    </div>
  )
}

function Beside({ children }: { children: ReactNode }) {
  const t = useAuditionTexts()
  return (
    <aside className={`card ${css.beside}`} aria-label={t('briefing')}>
      <details open>
        <summary>
          <h2>{t('briefing')}</h2>
        </summary>
        {children}
      </details>
    </aside>
  )
}

interface FootProps {
  play: Play
  over: boolean
  said: ReturnType<typeof useSaying>
  onLeave: () => void
}

function Foot({ play, over, said, onLeave }: FootProps) {
  const t = useAuditionTexts()
  if (over) {
    const how = play.ending ?? 'time_up'
    return (
      <div className={css.over} role="status">
        <p>{t(how, { name: play.customer })}</p>
        {said.missed ? <p className="s soft">{t('notTaken', { text: said.missed })}</p> : null}
        <button type="button" className="btn" onClick={onLeave}>
          {t('next')}
        </button>
      </div>
    )
  }
  return (
    <>
      {said.failed ? <ErrorNote title={t('notSent')} action={{ label: t('again'), run: said.again }} /> : null}
      <Composer conversationId={`audition.${play.no}`} name={play.customer} focused silent onSend={said.send} />
    </>
  )
}

/** useSaying sends a text until it is stored: it waits on this device, under an id that makes it one line for all. */
function useSaying(token: string, play: Play) {
  const [pending, setPending] = useState<Pending | null>(() => {
    const kept = readPending(play)
    return kept && !play.lines.some((line) => line.clientId === kept.clientId) ? kept : null
  })
  const [missed, setMissed] = useState('')
  const step = useStep(token)
  const queue = useRef<Pending[]>([])
  const go = (next: Pending) => {
    setPending(next)
    keepPending(play, next)
    step.mutate(
      { kind: 'say', no: play.no, clientId: next.clientId, text: next.text },
      {
        onSuccess: (audition) => {
          const now = audition.plays.find((p) => p.no === play.no)
          if (!now?.lines.some((line) => line.clientId === next.clientId)) setMissed(next.text)
          keepPending(play, null)
          setPending(null)
          const following = queue.current.shift()
          if (following) go(following)
        },
      },
    )
  }
  const resume = useRef(go)
  useEffect(() => {
    resume.current = go
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept goes out once, when the screen opens
  useEffect(() => {
    if (pending) resume.current(pending)
  }, [])
  const send = (text: string) => {
    const next = { clientId: newId(), text }
    if (pending) queue.current.push(next)
    else go(next)
  }
  return { pending, missed, failed: step.isError, send, again: () => pending && go(pending) }
}

const shortest = 700
const perLetter = 16
const longest = 2_600

/**
 * useRevealed shows what the customer says one line after the other, as if they wrote it. What was there when the screen
 * opened is there at once, and so is everything for readers who want no motion.
 */
function useRevealed(all: readonly PlayLine[], pending: Pending | null) {
  const [shown, setShown] = useState(all.length)
  const next = all[shown]
  useEffect(() => {
    if (!next) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const wait = next.by === 'candidate' || still ? 0 : Math.min(longest, shortest + perLetter * next.text.length)
    const timer = setTimeout(() => setShown((n) => n + 1), wait)
    return () => clearTimeout(timer)
  }, [next])
  return { lines: all.slice(0, shown), writes: next?.by === 'customer' || pending !== null }
}

/** useLooking looks again when the customer may say something into the silence, and when the time is over. */
function useLooking(token: string, play: Play) {
  const queries = useQueryClient()
  const at = play.lookAt
  useEffect(() => {
    if (!at) return
    const timer = setTimeout(
      () => queries.invalidateQueries({ queryKey: auditionQuery(token).queryKey }),
      Math.max(250, Date.parse(at) - serverNow() + 250),
    )
    return () => clearTimeout(timer)
  }, [queries, token, at])
}
