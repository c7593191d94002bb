import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { decideRatingDispute } from '../../client'
import { useReads } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { AreaField } from '../../design/fields'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { day } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { type RatingDispute, ratingDisputesQuery } from './api'
import { useTexts } from './i18n'
import styles from './ratings.module.css'
import { StarLine } from './StarLine'

/** RatingDisputesPage is where staff decide whether a low rating was about what the expert did. */
export function RatingDisputesPage() {
  const t = useTexts()
  const disputes = useQuery(ratingDisputesQuery)
  const all = disputes.data ?? []
  const open = all.filter((one) => one.state === 'open')
  const decided = all.filter((one) => one.state !== 'open')
  return (
    <ManagePage title={t('staffTitle')} lead={t('staffLead')}>
      <PageState queries={[disputes]}>
        {open.length === 0 && <EmptyState title={t('staffNone')}>{t('staffNoneText')}</EmptyState>}
        <div className={styles.disputes}>
          {open.map((one) => (
            <DisputeCard key={one.id} one={one} />
          ))}
        </div>
        {decided.length > 0 && (
          <section className={styles.decided} aria-label={t('staffDecided')}>
            <h2>{t('staffDecided')}</h2>
            <div className={styles.disputes}>
              {decided.map((one) => (
                <DisputeCard key={one.id} one={one} under />
              ))}
            </div>
          </section>
        )}
      </PageState>
    </ManagePage>
  )
}

function DisputeCard({ one, under = false }: { one: RatingDispute; under?: boolean }) {
  const Heading = under ? 'h3' : 'h2'
  const t = useTexts()
  const reads = useReads()
  const timeZone = useQuery(brandQuery).data?.timeZone
  return (
    <article className={`card ${styles.card}`} aria-label={t('disputeBy', { name: one.name })}>
      <header className={styles.head}>
        <StarLine stars={one.stars} />
        <div className={styles.what}>
          <Heading className={styles.name}>{t('disputeBy', { name: one.name })}</Heading>
          <p className="s quiet">{day(one.raisedAt, timeZone)}</p>
        </div>
      </header>
      <p className={styles.words}>“{one.text}”</p>
      <dl className={styles.facts}>
        <div>
          <dt>{t('factQuestion')}</dt>
          <dd>
            <Link to={`/manage/conversations/${one.conversationId}`}>{one.question || t('deleted')}</Link>
          </dd>
        </div>
        {one.comment && (
          <div>
            <dt>{t('factComment')}</dt>
            <dd>“{one.comment}”</dd>
          </div>
        )}
      </dl>
      {one.state === 'open' ? (
        !reads && <DecideForm one={one} />
      ) : (
        <p className={styles.said}>
          <b>{t(one.state === 'upheld' ? 'wasUpheld' : 'wasDenied')}</b> {one.answer}{' '}
          <span className="s quiet">{one.by}</span>
        </p>
      )}
    </article>
  )
}

function DecideForm({ one }: { one: RatingDispute }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [answer, setAnswer] = useState('')
  const decide = useMutation({
    mutationFn: (upheld: boolean) => decideRatingDispute({ path: { id: one.id }, body: { upheld, answer } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ratingDisputesQuery.queryKey }),
  })
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        decide.mutate((event.nativeEvent as SubmitEvent).submitter?.getAttribute('value') === 'upheld')
      }}
    >
      <AreaField
        label={t('answer')}
        hint={t('answerHint')}
        value={answer}
        onChange={setAnswer}
        maxLength={500}
        rows={3}
        required
      />
      <Refused error={decide.error} />
      <div className={styles.acts}>
        <button type="submit" value="upheld" className="btn small" aria-disabled={decide.isPending}>
          {t('uphold')}
        </button>
        <button type="submit" value="denied" className="btn second small" aria-disabled={decide.isPending}>
          {t('deny')}
        </button>
      </div>
    </form>
  )
}
