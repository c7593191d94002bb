import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import type { ProblemError } from '../../app/problem'
import { useActor } from '../../app/session'
import { endShadowing, keepShadowing, type Shadowable, type Shadowing, shadowExpert, stepIn } from '../../client'
import { Bird } from '../../design/Bird'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { useRefusalSentence } from '../../design/words'
import { fixed } from '../../i18n/format'
import { shadowQuery } from '../../queries/shadow'
import { Steps } from './First'
import css from './growth.module.css'
import { useTexts } from './i18n'

const every = 20_000

/** ShadowPage is a mentor's desk: whom to shadow, whom they shadow, what they have to mark. */
export function ShadowPage() {
  const t = useTexts()
  const desk = useQuery({ ...shadowQuery, refetchInterval: every })
  return (
    <PageState queries={[desk]}>
      {desk.data ? (
        <ManagePage title={t('shadowTitle')} lead={t('shadowLead')}>
          <div className={css.columns}>
            <div className={css.stack}>
              {desk.data.mine ? <Mine mine={desk.data.mine} /> : null}
              <Candidates all={desk.data.candidates} busy={desk.data.mine !== undefined} />
            </div>
            <section className="card" aria-label={t('toMark')}>
              <h2>{t('toMark')}</h2>
              {desk.data.toMark.length === 0 ? (
                <EmptyState title={t('noSamples')}>{t('noSamplesText')}</EmptyState>
              ) : null}
              <ul className={css.rows}>
                {desk.data.toMark.map((sample) => (
                  <li key={sample.id} className={css.topic}>
                    <Link className="grow" to={`/samples/${sample.id}`}>
                      <b className={css.clamp}>{sample.question || sample.topic}</b>
                    </Link>
                    <span className="s soft">{sample.expert.name}</span>
                  </li>
                ))}
              </ul>
            </section>
          </div>
        </ManagePage>
      ) : null}
    </PageState>
  )
}

function useDesk() {
  const cache = useQueryClient()
  return () => {
    void cache.invalidateQueries({ queryKey: ['growth'] })
    void cache.invalidateQueries({ queryKey: ['me', 'seats'] })
  }
}

function Mine({ mine }: { mine: Shadowing }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const again = useDesk()
  const actor = useActor()
  const name = mine.candidate.expert.name
  const { id } = mine
  useEffect(() => {
    const seen = () => void keepShadowing({ path: { id } }).catch(() => undefined)
    seen()
    const timer = setInterval(seen, every)
    return () => clearInterval(timer)
  }, [id])
  const leave = useMutation<unknown, ProblemError>({
    mutationFn: () => endShadowing({ path: { id } }),
    onSuccess: again,
  })
  const conversation = mine.conversation
  const step = useMutation<unknown, ProblemError, string>({
    mutationFn: (held) => stepIn({ path: { id: held } }),
    onSuccess: again,
  })
  const error = leave.error ?? step.error
  return (
    <section className={`card ${css.live}`} aria-label={t('youAreWith', { name })}>
      <h2>{t('youAreWith', { name })}</h2>
      <p role="status">
        {conversation ? t('holds', { name, question: conversation.question }) : t('waitsFor', { name })}
      </p>
      {error ? <ErrorNote title={t('refused')}>{sentence(error)}</ErrorNote> : null}
      <div className={css.actions}>
        {conversation ? (
          <Link
            className="btn"
            to={
              actor.role === 'expert' ? `/work/mentions/${conversation.id}` : `/manage/conversations/${conversation.id}`
            }
          >
            {t('readAlong')}
          </Link>
        ) : null}
        {conversation && actor.role === 'expert' ? (
          <button
            type="button"
            className="btn second"
            title={t('stepInWhy')}
            onClick={() => step.mutate(conversation.id)}
          >
            {t('stepIn')}
          </button>
        ) : null}
        <button type="button" className="btn text" onClick={() => leave.mutate()}>
          {t('leave')}
        </button>
      </div>
    </section>
  )
}

function Candidates({ all, busy }: { all: readonly Shadowable[]; busy: boolean }) {
  const t = useTexts()
  return (
    <section className="card" aria-label={t('candidates')}>
      <h2>{t('candidates')}</h2>
      {all.length === 0 ? <EmptyState title={t('noCandidates')}>{t('noCandidatesText')}</EmptyState> : null}
      <ul className={css.rows}>
        {all.map((candidate) => (
          <Candidate key={candidate.expert.id} candidate={candidate} busy={busy} />
        ))}
      </ul>
    </section>
  )
}

function Candidate({ candidate, busy }: { candidate: Shadowable; busy: boolean }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const again = useDesk()
  const { id, name } = candidate.expert
  const begin = useMutation<unknown, ProblemError>({
    mutationFn: () => shadowExpert({ path: { id } }),
    onSuccess: again,
  })
  const way = candidate.progress
  const place = candidate.presence === 'available' ? 'available' : candidate.connected ? 'here' : 'away'
  return (
    <li className={css.topic}>
      <Bird number={candidate.bird} size={40} />
      <div className="grow">
        <span className={css.name}>
          <b>{name}</b>{' '}
          <span className="tag">
            {candidate.shadowedBy ? t('withOther', { name: candidate.shadowedBy.name }) : t(place)}
          </span>
        </span>
        <Steps way={way} />
        {way.marked > 0 ? (
          <span className="s soft">{t('firstMean', { mean: fixed(way.mean, 2), need: fixed(way.needMean, 1) })}</span>
        ) : null}
        {begin.error ? <ErrorNote title={t('refused')}>{sentence(begin.error)}</ErrorNote> : null}
      </div>
      {busy || candidate.shadowedBy ? null : (
        <button
          type="button"
          className="btn second small"
          aria-label={t('shadowWho', { name })}
          disabled={begin.isPending}
          onClick={() => begin.mutate()}
        >
          {t('shadow')}
        </button>
      )}
    </li>
  )
}
