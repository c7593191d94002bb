import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { dateName, number } from '../../i18n/format'
import { type Listed, money, type Overview, overviewQuery, problemsQuery, saveCsv } from './api'
import { Benefits } from './Benefits'
import { useTexts } from './i18n'
import { Pareto } from './Pareto'
import styles from './problems.module.css'
import { Setup } from './Setup'
import { useReasonName } from './useReasons'

const tabs = ['living', 'closed', 'benefits', 'setup'] as const
type Tab = (typeof tabs)[number]

/** ProblemsPage is what the brand changes because of what customers ask. */
export function ProblemsPage() {
  const t = useTexts()
  const [asked, ask] = useSearchParams()
  const show: Tab = tabs.find((one) => one === asked.get('show')) ?? 'living'
  const save = useMutation({ mutationFn: () => saveCsv(show === 'setup' ? 'living' : show) })
  const action = show !== 'setup' && (
    <div>
      <button type="button" className="btn second" aria-disabled={save.isPending} onClick={() => save.mutate()}>
        {t('export')}
      </button>
      <Refused error={save.error} />
    </div>
  )
  return (
    <ManagePage title={t('title')} lead={t('lead')} action={action || undefined}>
      <nav className={styles.tabs} aria-label={t('tabs')}>
        {tabs.map((one) => (
          <button
            type="button"
            key={one}
            className={styles.tab}
            aria-current={one === show ? 'true' : undefined}
            onClick={() => ask({ show: one }, { replace: true })}
          >
            {t(one)}
          </button>
        ))}
      </nav>
      {show === 'living' && <Living />}
      {show === 'closed' && <Problems closed />}
      {show === 'benefits' && <Benefits />}
      {show === 'setup' && <Setup />}
    </ManagePage>
  )
}

function Living() {
  const overview = useQuery(overviewQuery)
  return (
    <PageState queries={[overview]} part>
      {overview.data && <AtATime overview={overview.data} />}
      <Problems closed={false} />
      {overview.data && <Pareto overview={overview.data} />}
    </PageState>
  )
}

/** How the brand decides about candidates, and the last weekly list. */
function AtATime({ overview }: { overview: Overview }) {
  const t = useTexts()
  const { candidates, decidedInTime, review } = overview
  return (
    <div className={styles.figures}>
      <section className="card" aria-label={t('decided')}>
        <b className={`fig ${styles.share}`}>
          {candidates ? `${number(Math.round((100 * decidedInTime) / candidates))} %` : '–'}
        </b>
        <div>
          <h2>{t('decided')}</h2>
          <p className="s soft">
            {candidates
              ? t('decidedText', { inTime: number(decidedInTime), all: number(candidates) })
              : t('decidedNone')}
          </p>
        </div>
      </section>
      {review && (
        <section className="card" aria-label={t('review', { week: dateName(review.week) })}>
          <b className={`fig ${styles.share}`}>{number(review.items.length)}</b>
          <div>
            <h2>{t('review', { week: dateName(review.week) })}</h2>
            <p className="s soft">
              {t('reviewText', {
                count: review.items.length,
                alarms: review.items.filter(({ alarms }) => alarms.length > 0).length,
              })}
            </p>
          </div>
        </section>
      )}
    </div>
  )
}

function Problems({ closed }: { closed: boolean }) {
  const t = useTexts()
  const list = useQuery(problemsQuery(closed))
  const items = list.data ?? []
  return (
    <PageState queries={[list]} part>
      {items.length === 0 ? (
        <section className="card">
          {closed ? (
            <p className="soft">{t('closedNone')}</p>
          ) : (
            <EmptyState title={t('noneTitle')}>{t('none')}</EmptyState>
          )}
        </section>
      ) : (
        <ol className={`card ${styles.list}`} aria-label={t(closed ? 'closed' : 'living')}>
          {items.map((one) => (
            <Row key={one.id} one={one} />
          ))}
        </ol>
      )}
    </PageState>
  )
}

function Row({ one }: { one: Listed }) {
  const t = useTexts()
  const reason = useReasonName(one.reasonId)
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <Link className={styles.name} to={`/manage/problems/${one.id}`}>
          {one.title}
        </Link>
        <p className="s soft">{[reason, one.productName, t(`origin_${one.origin}`)].filter(Boolean).join(' · ')}</p>
        <p className="xs quiet">
          {[
            t('days', { count: one.days }),
            one.signals > 0 && t('signals', { count: one.signals }),
            one.owner || one.department,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <div className={styles.tags}>
        <span className={`tag ${one.outcome === 'solved' ? 'ok' : one.state === 'closed' ? '' : 'accent'}`}>
          {one.outcome ? t(`outcome_${one.outcome}`) : t(`state_${one.state}`)}
        </span>
        {one.quickWin && <span className="tag">{t('quickWin')}</span>}
        {one.alarms.map((alarm) => (
          <span key={alarm} className="tag danger">
            {t(`alarm_${alarm}`)}
          </span>
        ))}
      </div>
      <p className={styles.cost}>
        <b className="fig">{money(one.priority.monthCents)}</b>
        <span className="xs quiet">{t('cost')}</span>
      </p>
    </li>
  )
}
