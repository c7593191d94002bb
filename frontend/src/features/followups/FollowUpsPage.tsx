import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { Icon } from '../../design/Icon'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { TickRing } from '../../design/TickRing'
import { useWords } from '../../design/words'
import { clock, customerName, day, number, weekday } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { type FollowUpList, type FollowUpTask, followUpPages } from '../../queries/followUps'
import { Decide } from './Decide'
import css from './followups.module.css'
import { type Texts, useTexts } from './i18n'

const lists: readonly FollowUpList[] = ['open', 'overdue', 'stale', 'done', 'dismissed']

/** What experts promised, for staff: who owes what until when, and what was forgotten. */
export function FollowUpsPage() {
  const t = useTexts()
  const [params, setParams] = useSearchParams()
  const wanted = params.get('state')
  const state = lists.find((one) => one === wanted) ?? 'open'
  return (
    <ManagePage title={t('title')} lead={t('lead')}>
      <nav className={css.tabs} aria-label={t('tabs')}>
        {lists.map((one) => (
          <button
            type="button"
            key={one}
            className={css.tab}
            aria-current={one === state ? 'true' : undefined}
            onClick={() => setParams({ state: one }, { replace: true })}
          >
            {t(`tab_${one}`)}
            <Count state={one} />
          </button>
        ))}
      </nav>
      <Rows key={state} state={state} />
    </ManagePage>
  )
}

/** How many there are where somebody may have to do something. */
function Count({ state }: { state: FollowUpList }) {
  const waits = state === 'open' || state === 'overdue' || state === 'stale'
  const pages = useInfiniteQuery({ ...followUpPages(state), enabled: waits })
  const count = pages.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
  if (!waits || count === 0) return null
  return (
    <b className={state === 'open' ? 'fig' : `fig ${css.late}`}>{number(count) + (pages.hasNextPage ? '+' : '')}</b>
  )
}

function Rows({ state }: { state: FollowUpList }) {
  const t = useTexts()
  const words = useWords()
  const pages = useInfiniteQuery(followUpPages(state))
  const timeZone = useQuery(brandQuery).data?.timeZone
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={`card ${css.card}`} aria-label={t(`tab_${state}`)}>
      <PageState queries={[pages]} part>
        {rows.length === 0 && <EmptyState title={t(`empty_${state}`)}>{t(`emptyText_${state}`)}</EmptyState>}
        <ul className={css.rows}>
          {rows.map((promise) => (
            <li key={promise.id}>
              <Row promise={promise} timeZone={timeZone} />
            </li>
          ))}
        </ul>
        {pages.hasNextPage && (
          <button
            type="button"
            className="btn second small"
            aria-busy={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {words('more')}
          </button>
        )}
      </PageState>
    </section>
  )
}

interface RowProps {
  promise: FollowUpTask
  timeZone: string | undefined
}

function Row({ promise, timeZone }: RowProps) {
  const t = useTexts()
  const { about, expert, ownerName = '', ownerState } = promise
  const away = ownerState && ownerState !== 'active' ? t(`state_${ownerState}`) : undefined
  return (
    <article className={css.row}>
      <Sign promise={promise} />
      <div className={css.what}>
        <b>{promise.promise}</b>
        <p className="s soft">
          {t('by', { name: ownerName, displayName: expert?.displayName ?? '' })}{' '}
          {away && <span className="tag ember">{away}</span>}{' '}
          {about && (
            <>
              <span className="quiet">{t('forCustomer', { name: customerName(about.customer.name) })}, </span>
              <Link to={`/manage/conversations/${about.id}`}>{t('conversation')}</Link>
            </>
          )}
        </p>
        <Found promise={promise} />
      </div>
      <When promise={promise} timeZone={timeZone} />
      <Acts>{promise.state === 'open' && <Decide promise={promise} />}</Acts>
    </article>
  )
}

/** Sign is the time that is left, or how it ended. */
function Sign({ promise }: { promise: FollowUpTask }) {
  if (promise.state === 'open') return <TickRing size={38} thick={2.2} left={ticksLeft(promise)} />
  return (
    <span className={promise.state === 'done' ? `${css.sign} ${css.done}` : css.sign}>
      <Icon name={promise.state === 'done' ? 'check' : 'cross'} />
    </span>
  )
}

/** What came of it, or what was looked at so far. */
function Found({ promise }: { promise: FollowUpTask }) {
  const t = useTexts()
  if (promise.state === 'dismissed') return <p className={`s ${css.quote}`}>{promise.dismissReason}</p>
  if (promise.state === 'done') {
    return (
      <p className={`s ${css.quote}`} dir="auto">
        {promise.result}
      </p>
    )
  }
  return (
    <details className={css.note}>
      <summary className="s">{t('note')}</summary>
      <p className="s soft" dir="auto">
        {promise.research || t('noNote')}
      </p>
      <ul className="s">
        {promise.sources.map((source) => (
          <li key={`${source.title} ${source.url ?? ''}`}>
            {source.url ? (
              <a href={source.url} target="_blank" rel="noopener noreferrer nofollow">
                {source.title}
              </a>
            ) : (
              source.title
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

function When({ promise, timeZone }: RowProps) {
  const t = useTexts()
  const { dueAt, firstDueAt, doneAt, state, helped, outcome, kept } = promise
  const late = lateWords(promise, t)
  return (
    <div className={`s ${css.when}`}>
      {state === 'done' && doneAt ? (
        <span className="fig">{t('doneAt', { when: momentWords(doneAt, timeZone) })}</span>
      ) : (
        <span className="fig">{t('due', { when: momentWords(dueAt, timeZone) })}</span>
      )}
      {late && <span className="tag ember">{late}</span>}
      {firstDueAt && state === 'open' && (
        <span className="xs quiet">{t('firstDue', { when: momentWords(firstDueAt, timeZone) })}</span>
      )}
      {state === 'done' && (
        <>
          <span className="tag">{kept ? t('kept') : t('toldLate')}</span>
          {outcome && <span className="tag">{t(`outcome_${outcome}`)}</span>}
          <span className={helped === 'yes' ? 'tag ok' : 'tag'}>{helped ? t(`helped_${helped}`) : t('noWord')}</span>
        </>
      )}
    </div>
  )
}

function momentWords(at: string, timeZone: string | undefined): string {
  return `${weekday(at, timeZone).slice(0, 2)} ${day(at, timeZone)} ${clock(at, timeZone)}`
}

const hour = 3_600_000

/** lateWords says how late an open promise is by the server's clock; nothing for one that is in time. */
function lateWords({ state, dueAt, serverNow }: FollowUpTask, t: Texts): string | undefined {
  const over = Date.parse(serverNow) - Date.parse(dueAt)
  if (state !== 'open' || over <= 0) return undefined
  if (over < hour) return t('lateNow')
  if (over < 36 * hour) return t('lateHours', { count: Math.round(over / hour) })
  return t('lateDays', { count: Math.round(over / (24 * hour)) })
}

function ticksLeft({ state, createdAt, dueAt, serverNow }: FollowUpTask): number {
  const [from, to, now] = [createdAt, dueAt, serverNow].map((at) => Date.parse(at)) as [number, number, number]
  if (state !== 'open' || to <= from) return 0
  return Math.max(0, Math.min(20, Math.ceil((20 * (to - now)) / (to - from))))
}
