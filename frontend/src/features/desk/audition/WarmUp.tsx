import { useEffect, useRef, useState } from 'react'
import { ProblemError } from '../../../app/problem'
import type { WarmUpAnswer, WarmUp as WarmUpData, WarmUpQuestion } from '../../../client'
import { ErrorNote } from '../../../design/ErrorNote'
import { TickRing } from '../../../design/TickRing'
import { useRefusalSentence } from '../../../design/words'
import { serverNow, useServerSecond } from '../../../live/serverTime'
import { minutesOf, useStep } from './api'
import css from './audition.module.css'
import { useAuditionTexts } from './i18n'

/** WarmUp is ten open-book questions against the clock; every answer is kept as it is given. */
export function WarmUp({ token, warmUp }: { token: string; warmUp: WarmUpData }) {
  const t = useAuditionTexts()
  const step = useStep(token)
  if (!warmUp.beganAt || !warmUp.until) {
    return (
      <section className={`card ${css.narrow} ${css.stack}`}>
        <h1>{t('warmUp')}</h1>
        <p className={css.lead}>{t('stepWarmUp')}</p>
        <p className="soft">{t('warmUpLead')}</p>
        <button
          type="button"
          className="btn"
          aria-busy={step.isPending}
          onClick={() => step.mutate({ kind: 'beginWarmUp' })}
        >
          {t('begin')}
        </button>
      </section>
    )
  }
  return <Questions token={token} warmUp={warmUp} until={Date.parse(warmUp.until)} />
}

function Questions({ token, warmUp, until }: { token: string; warmUp: WarmUpData; until: number }) {
  const t = useAuditionTexts()
  const sentence = useRefusalSentence()
  const [answers, setAnswers] = useState<WarmUpAnswer[]>(() => warmUp.answers)
  const [sure, setSure] = useState(false)
  const keep = useStep(token)
  const handIn = useStep(token)
  useKept(answers, (now) => keep.mutate({ kind: 'keep', answers: now }))
  useOver(until, () => handIn.mutate({ kind: 'handIn', answers }))
  const answer = (id: string, next: WarmUpAnswer) =>
    setAnswers((all) => [...all.filter((one) => one.question !== id), next])
  const open = warmUp.questions.filter((q) => !answers.some((one) => one.question === q.id && given(one))).length
  const send = () => {
    if (open > 0 && !sure) return setSure(true)
    handIn.mutate({ kind: 'handIn', answers })
  }
  return (
    <form
      className={`${css.wide} ${css.stack}`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className={css.bar}>
        <h1>{t('warmUp')}</h1>
        <span className="grow" />
        <span className="xs quiet" role="status">
          {keep.isSuccess ? t('kept') : null}
        </span>
        <TimeLeft until={until} whole={warmUp.minutes * 60} />
      </div>
      {warmUp.questions.map((question, index) => (
        <Ask
          key={question.id}
          no={index + 1}
          count={warmUp.questions.length}
          question={question}
          answer={answers.find((one) => one.question === question.id)}
          onAnswer={(next) => answer(question.id, next)}
        />
      ))}
      {handIn.error instanceof ProblemError ? (
        <ErrorNote title={t('failedStep')}>{sentence(handIn.error)}</ErrorNote>
      ) : null}
      <div className={css.bar}>
        <span className="soft" role="status">
          {sure && open > 0 ? t('handInSure', { count: open }) : null}
        </span>
        <span className="grow" />
        <button type="submit" className="btn" aria-busy={handIn.isPending}>
          {t('handIn')}
        </button>
      </div>
    </form>
  )
}

function given(answer: WarmUpAnswer) {
  return answer.chosen.length > 0 || (answer.text ?? '').trim() !== ''
}

/** useKept hands answers on a moment after the last change. */
function useKept(answers: WarmUpAnswer[], keep: (answers: WarmUpAnswer[]) => void) {
  const first = useRef(true)
  const run = useRef(keep)
  useEffect(() => {
    run.current = keep
  })
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    const timer = setTimeout(() => run.current(answers), 700)
    return () => clearTimeout(timer)
  }, [answers])
}

/** useOver runs something once when the time is over. */
function useOver(until: number, run: () => void) {
  const done = useRef(run)
  useEffect(() => {
    done.current = run
  })
  useEffect(() => {
    const timer = setTimeout(() => done.current(), Math.max(0, until - serverNow() - 1_500))
    return () => clearTimeout(timer)
  }, [until])
}

/** TimeLeft is a ring of ticks with its figure beside it; it is said aloud at each minute alone. */
export function TimeLeft({ until, whole }: { until: number; whole: number }) {
  const t = useAuditionTexts()
  const left = Math.max(0, until / 1_000 - useServerSecond())
  const time = minutesOf(left)
  return (
    <span className={css.clock}>
      <TickRing size={38} thick={2.2} left={(20 * left) / whole} label={t('timeLeft', { time })} />
      <b className="fig" aria-hidden="true">
        {time}
      </b>
    </span>
  )
}

interface AskProps {
  no: number
  count: number
  question: WarmUpQuestion
  answer: WarmUpAnswer | undefined
  onAnswer: (answer: WarmUpAnswer) => void
}

function Ask({ no, count, question, answer, onAnswer }: AskProps) {
  const t = useAuditionTexts()
  const chosen = answer?.chosen ?? []
  const choose = (index: number, on: boolean) => {
    const next = question.several ? chosen.filter((one) => one !== index) : []
    onAnswer({ question: question.id, chosen: on ? [...next, index] : next })
  }
  return (
    <fieldset className={`card ${css.ask}`}>
      <legend>
        <span className="xs quiet fig">{t('questionOf', { no, count })}</span>
        <b>{question.ask}</b>
      </legend>
      {question.several ? <p className="xs quiet">{t('several')}</p> : null}
      {question.choices.map((choice, index) => (
        <label key={choice} className={css.choice}>
          <input
            type={question.several ? 'checkbox' : 'radio'}
            name={question.id}
            checked={chosen.includes(index)}
            onChange={(event) => choose(index, event.currentTarget.checked)}
          />
          <span>{choice}</span>
        </label>
      ))}
      {question.choices.length === 0 ? (
        <input
          className={css.line}
          maxLength={600}
          aria-label={`${t('yourAnswer')}: ${question.ask}`}
          placeholder={t('yourAnswer')}
          value={answer?.text ?? ''}
          onChange={(event) => onAnswer({ question: question.id, chosen: [], text: event.currentTarget.value })}
        />
      ) : null}
    </fieldset>
  )
}
