import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { ProblemError } from '../../app/problem'
import { type Asked, type Attempt, answerAttempt, handInConversation } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { useRefusalSentence } from '../../design/words'
import { clock, day } from '../../i18n/format'
import { useServerSecond } from '../../live/serverTime'
import { attemptQuery } from './api'
import css from './growth.module.css'
import { useTexts } from './i18n'
import { ScoreCard } from './ScoreCard'

/** AttemptPage is one expert's way to a certificate: five questions, then one conversation. */
export function AttemptPage() {
  const t = useTexts()
  const { id = '' } = useParams()
  const attempt = useQuery(attemptQuery(id))
  const data = attempt.data
  return (
    <PageState queries={[attempt]}>
      {data ? (
        <ManagePage
          title={t('attemptTitle', { topic: data.topic })}
          lead={data.state === 'answering' ? t('attemptLead') : undefined}
          action={
            <Link className="btn second" to="/growth">
              {t('back')}
            </Link>
          }
        >
          <div className={css.reading}>
            {data.state === 'answering' ? <Answers attempt={data} /> : <Outcome attempt={data} />}
          </div>
        </ManagePage>
      ) : null}
    </PageState>
  )
}

function Left({ by }: { by: string }) {
  const t = useTexts()
  const left = Math.ceil((new Date(by).getTime() - useServerSecond()) / 60_000)
  return <p className="strong fig">{left > 0 ? t('left', { minutes: left }) : t('over')}</p>
}

function Answers({ attempt }: { attempt: Attempt }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const [chosen, setChosen] = useState<Record<number, number>>({})
  const send = useMutation<Attempt, ProblemError>({
    mutationFn: () =>
      answerAttempt({
        path: { id: attempt.id },
        body: { answers: attempt.questions.map((_, number) => chosen[number] ?? -1) },
      }),
    onSuccess: (next) => {
      cache.setQueryData(attemptQuery(attempt.id).queryKey, next)
      void cache.invalidateQueries({ queryKey: ['growth', 'me'] })
    },
  })
  const missing = attempt.questions.filter((_, number) => chosen[number] === undefined).length
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault()
        if (missing === 0) send.mutate()
      }}
    >
      {attempt.questions.map((question, number) => (
        <fieldset key={question.prompt} className={`card ${css.asked}`}>
          <legend>
            <span className="s soft">{t('question', { number: number + 1 })}</span>
            <b>{question.prompt}</b>
          </legend>
          {question.options.map((option, place) => (
            <label key={option} className={css.option}>
              <input
                type="radio"
                name={`question-${number}`}
                checked={chosen[number] === place}
                onChange={() => setChosen((now) => ({ ...now, [number]: place }))}
              />
              <span>{option}</span>
            </label>
          ))}
        </fieldset>
      ))}
      {send.error ? <ErrorNote title={t('refused')}>{sentence(send.error)}</ErrorNote> : null}
      <div className={css.bar}>
        <Left by={attempt.answerBy} />
        {missing > 0 ? <span className="s soft">{t('missing', { count: missing })}</span> : null}
        <button type="submit" className="btn" disabled={missing > 0 || send.isPending}>
          {t('handInAnswers')}
        </button>
      </div>
    </form>
  )
}

function Outcome({ attempt }: { attempt: Attempt }) {
  const t = useTexts()
  const when = attempt.againAt ? `${day(attempt.againAt)}, ${clock(attempt.againAt)}` : t('now')
  const correct = attempt.correct ?? 0
  const why = attempt.endedWhy
  return (
    <div className={css.stack}>
      <section className="card" role="status">
        <p className={css.result}>
          {attempt.state === 'conversation' ? t('resultConversation', { correct }) : null}
          {attempt.state === 'marking' ? t('resultMarking') : null}
          {attempt.state === 'passed' ? t('resultPassed') : null}
          {attempt.state === 'failed' && why && why !== 'passed' ? t(`failed_${why}`, { correct, when }) : null}
        </p>
      </section>
      {attempt.state === 'conversation' ? <Show attempt={attempt} /> : null}
      {attempt.sample?.card ? (
        <section className="card">
          <h2>{t('lastShown')}</h2>
          <ScoreCard sample={attempt.sample} />
        </section>
      ) : null}
      {attempt.questions.map((question, number) =>
        question.right === undefined ? null : <Told key={question.prompt} question={question} number={number + 1} />,
      )}
    </div>
  )
}

function Told({ question, number }: { question: Asked; number: number }) {
  const t = useTexts()
  return (
    <section className={`card ${css.asked}`}>
      <h3>
        <span className="s soft">{t('question', { number })}</span>
        <b>{question.prompt}</b>
      </h3>
      <ul className={css.told}>
        {question.options.map((option, place) => (
          <li key={option} className={css.choice} data-right={place === question.right || undefined}>
            <span>{option}</span>
            {place === question.right ? <span className="tag">{t('rightAnswer')}</span> : null}
            {place === question.chosen && place !== question.right ? (
              <span className="tag">{t('yourAnswer')}</span>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="s">
        <b>{t('why')}:</b> {question.explanation}
      </p>
    </section>
  )
}

function Show({ attempt }: { attempt: Attempt }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const send = useMutation<Attempt, ProblemError, { conversationId: string; episode: number }>({
    mutationFn: (body) => handInConversation({ path: { id: attempt.id }, body }),
    onSuccess: (next) => {
      cache.setQueryData(attemptQuery(attempt.id).queryKey, next)
      void cache.invalidateQueries({ queryKey: ['growth', 'me'] })
    },
  })
  return (
    <section className="card" aria-label={t('showOne')}>
      <h2>{t('showOne')}</h2>
      <p className="s quiet">{t('showNote', { left: attempt.mayShow - attempt.handed })}</p>
      {attempt.showable.length === 0 ? <EmptyState title={t('noneToShow')}>{t('noneToShowText')}</EmptyState> : null}
      {send.error ? <ErrorNote title={t('refused')}>{sentence(send.error)}</ErrorNote> : null}
      <ul className={css.rows}>
        {attempt.showable.map(({ conversationId, episode, question, closedAt }) => (
          <li key={`${conversationId}:${episode}`} className={css.topic}>
            <span className="grow">
              <b className={css.clamp}>{question}</b>
              <span className="s soft">{day(closedAt)}</span>
            </span>
            <button
              type="button"
              className="btn second small"
              disabled={send.isPending}
              aria-label={`${t('show')}: ${question}`}
              onClick={() => send.mutate({ conversationId, episode })}
            >
              {t('show')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
