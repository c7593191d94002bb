import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import type { ProblemError } from '../../app/problem'
import { type Attempt, beginAttempt, type TopicGrowth } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { Icon } from '../../design/Icon'
import { useRefusalSentence } from '../../design/words'
import { clock, day, dayAndYear, fixed } from '../../i18n/format'
import css from './growth.module.css'
import { useTexts } from './i18n'

interface Props {
  topics: readonly TopicGrowth[]
  /** What can be done about a topic; the expert's own next step when it is absent. */
  act?: (topic: TopicGrowth) => ReactNode
}

/** Topics is what an expert knows: the skill that ratings tell, and the certificates. */
export function Topics({ topics, act }: Props) {
  const t = useTexts()
  return (
    <section className="card" aria-label={t('topics')}>
      <h2>{t('topics')}</h2>
      <p className="s quiet">{t(act ? 'topicsOfNote' : 'topicsNote')}</p>
      {topics.length === 0 ? <EmptyState title={t('noTopics')}>{t('noTopicsText')}</EmptyState> : null}
      <ul className={css.rows}>
        {topics.map((topic) => (
          <li key={topic.reasonId} className={css.known}>
            <div className="grow">
              <p className={css.name}>
                <b>{topic.name}</b>
                <span className="tag">{t(act && topic.kind === 'none' ? 'kindOf_none' : `kind_${topic.kind}`)}</span>
              </p>
              <Standing topic={topic} />
            </div>
            <div className={css.next}>{act ? act(topic) : <Next topic={topic} />}</div>
            <p className={css.skill}>
              <b className="fig">{fixed(topic.mean, 2)}</b>
              <span className="xs quiet">{t('fromRatings', { count: topic.ratings })}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** held is the certificate that is good now. */
export const held = ({ certificate }: TopicGrowth) => (certificate && !certificate.endedAt ? certificate : undefined)

/** Standing is the certificate that is good, or how the last one ended. */
function Standing({ topic }: { topic: TopicGrowth }) {
  const t = useTexts()
  const now = held(topic)
  const last = topic.certificate
  if (now) {
    return (
      <p className={`s ${css.held}`} data-ends={now.renewable || undefined}>
        <Icon name={now.renewable ? 'clock' : 'check'} size={16} />
        {t(now.renewable ? 'certifiedEnds' : 'certified', { day: dayAndYear(now.validUntil) })}
        {now.product ? (
          <span className="quiet">{t('generation', { product: now.product, number: now.generation ?? 1 })}</span>
        ) : null}
      </p>
    )
  }
  if (!last?.endedAt || !last.endedWhy) return null
  const words = { day: dayAndYear(last.endedAt), product: last.product ?? '', note: last.note ?? '' }
  return <p className="s soft">{t(`ended_${last.endedWhy}`, words)}</p>
}

/** Next is the one thing that can be done about a topic now. */
function Next({ topic }: { topic: TopicGrowth }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const go = useNavigate()
  const begin = useMutation<Attempt, ProblemError>({
    mutationFn: () => beginAttempt({ path: { id: topic.reasonId } }),
    onSuccess: (attempt) => {
      void cache.invalidateQueries({ queryKey: ['growth', 'me'] })
      void go(`/growth/attempts/${attempt.id}`)
    },
  })
  const { attempt } = topic
  const certificate = held(topic)
  if (topic.questions === 0) return null
  if (attempt && attempt.state !== 'passed' && attempt.state !== 'failed') {
    return (
      <>
        <Link className="btn small" to={`/growth/attempts/${attempt.id}`}>
          {t('goOn')}
        </Link>
        {attempt.state === 'marking' ? <span className="xs quiet">{t('waitsForMark')}</span> : null}
      </>
    )
  }
  if (attempt?.againAt) {
    return (
      <Link className="xs" to={`/growth/attempts/${attempt.id}`}>
        {t('againOn', { day: day(attempt.againAt), clock: clock(attempt.againAt) })}
      </Link>
    )
  }
  if (certificate && !certificate.renewable) return null
  return (
    <>
      <button
        type="button"
        className={certificate ? 'btn small' : 'btn second small'}
        aria-label={t('beginFor', { topic: topic.name })}
        title={t('howItWorks', { minutes: topic.minutes })}
        disabled={begin.isPending}
        onClick={() => begin.mutate()}
      >
        {t(certificate ? 'renew' : 'begin')}
      </button>
      {begin.error ? <ErrorNote title={t('refused')}>{sentence(begin.error)}</ErrorNote> : null}
    </>
  )
}
