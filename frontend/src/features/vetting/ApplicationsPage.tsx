import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, NavLink, useOutlet, useSearchParams } from 'react-router'
import type { Application } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { useWords } from '../../design/words'
import { day, number } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { answerDay, applicationPages, type State } from './api'
import { useTexts } from './i18n'
import { useAuditionTexts } from './i18n/audition'
import styles from './vetting.module.css'

const states: State[] = ['submitted', 'waiting', 'auditioning', 'accepted', 'rejected', 'withdrawn']

/** Applications by how far they are; who has waited longest stands first. */
export function ApplicationsPage() {
  const t = useTexts()
  const audition = useAuditionTexts()
  const detail = useOutlet()
  const [params, setParams] = useSearchParams()
  const state = states.find((one) => one === params.get('state')) ?? 'submitted'
  return (
    <ManagePage
      title={t('title')}
      lead={t('lead')}
      action={
        <div className={styles.actions}>
          <Link className="btn second" to="/manage/raters">
            {audition('raters')}
          </Link>
          <Link className="btn second" to="/manage/vacancies">
            {t('toVacancies')}
          </Link>
        </div>
      }
    >
      <nav className={styles.tabs} aria-label={t('tabs')}>
        {states.map((one) => (
          <button
            type="button"
            key={one}
            className={styles.tab}
            aria-current={one === state ? 'true' : undefined}
            onClick={() => setParams({ state: one }, { replace: true })}
          >
            {t(one)}
            <Count state={one} />
          </button>
        ))}
      </nav>
      <ListDetail
        list={<Queue key={state} state={state} />}
        detail={detail}
        hint={<EmptyState title={t('pick')}>{t('pickText')}</EmptyState>}
        backTo={`/manage/applications?state=${state}`}
      />
    </ManagePage>
  )
}

/** How many are in a state where somebody has to do something. */
function Count({ state }: { state: State }) {
  const open = state === 'submitted' || state === 'waiting' || state === 'auditioning'
  const pages = useInfiniteQuery({ ...applicationPages(state), enabled: open })
  const count = pages.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
  if (!open || count === 0) return null
  return <b className="fig">{number(count) + (pages.hasNextPage ? '+' : '')}</b>
}

function Queue({ state }: { state: State }) {
  const t = useTexts()
  const words = useWords()
  const pages = useInfiniteQuery(applicationPages(state))
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t(state)}>
      <PageState queries={[pages]} part>
        {rows.length === 0 && <EmptyState title={t('nobody')}>{t('nobodyText')}</EmptyState>}
        <ul className={list.rows}>
          {rows.map((application) => (
            <li key={application.id}>
              <Row application={application} />
            </li>
          ))}
        </ul>
        {pages.hasNextPage && (
          <button type="button" className="btn second small" onClick={() => void pages.fetchNextPage()}>
            {words('more')}
          </button>
        )}
      </PageState>
    </section>
  )
}

function Row({ application }: { application: Application }) {
  const t = useTexts()
  const { id, name, state, source, invited } = application
  const letters = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
  return (
    <NavLink to={`/manage/applications/${id}?state=${state}`} className={list.row}>
      <span className={styles.initials} aria-hidden="true">
        {letters}
      </span>
      <span>
        <b className={list.name}>{name}</b>
        <span className={`s soft ${styles.block}`}>
          {source ? t('from', { source }) : invited ? t('personally') : t('direct')}
        </span>
      </span>
      <span className={list.aside}>
        <Clock application={application} />
      </span>
    </NavLink>
  )
}

/** Clock says until when an answer is owed. */
export function Clock({ application }: { application: Application }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const { answerBy, answeredAt, lateAt, state, cohortNo, createdAt } = application
  if (state !== 'submitted' || answeredAt) return cohortNo ? t('cohort', { no: cohortNo }) : day(createdAt, timeZone)
  if (lateAt) return <span className="tag danger">{t('lateSince', { date: day(answerBy, timeZone) })}</span>
  const left = Date.parse(answerBy) - Date.now()
  if (left < 86_400_000) return <span className="tag ember">{t('today')}</span>
  return t('answerBy', { date: day(answerDay(answerBy), timeZone) })
}
