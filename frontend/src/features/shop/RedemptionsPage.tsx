import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { RewardPicture } from '../../design/RewardPicture'
import { useWords } from '../../design/words'
import { day, number } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { redemptionPages } from './api'
import { Decide } from './Decide'
import { useTexts } from './i18n'
import styles from './manage.module.css'
import { promiseOf } from './standing'
import type { Redemption, RedemptionState } from './types'

const states: RedemptionState[] = ['requested', 'approved', 'shipped', 'delivered', 'cancelled']

/** What experts redeemed, by what is to be done with it. */
export function RedemptionsPage() {
  const t = useTexts()
  const [params, setParams] = useSearchParams()
  const wanted = params.get('state')
  const state = states.find((one) => one === wanted) ?? 'requested'
  const names = useTabNames()
  return (
    <ManagePage title={t('redemptionsTitle')} lead={t('redemptionsLead')}>
      <nav className={styles.tabs} aria-label={t('tabs')}>
        {states.map((one) => (
          <button
            type="button"
            key={one}
            className={styles.tab}
            aria-current={one === state ? 'true' : undefined}
            onClick={() => setParams({ state: one }, { replace: true })}
          >
            {names[one]}
            <Count state={one} />
          </button>
        ))}
      </nav>
      <Queue key={state} state={state} />
    </ManagePage>
  )
}

function useTabNames(): Record<RedemptionState, string> {
  const t = useTexts()
  return {
    requested: t('tabRequested'),
    approved: t('tabApproved'),
    shipped: t('tabShipped'),
    delivered: t('tabDelivered'),
    cancelled: t('tabCancelled'),
  }
}

/** How many wait in a state where somebody has to do something. */
function Count({ state }: { state: RedemptionState }) {
  const open = state === 'requested' || state === 'approved' || state === 'shipped'
  const pages = useInfiniteQuery({ ...redemptionPages(state), enabled: open })
  const count = pages.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
  if (!open || count === 0) return null
  return <b className="fig">{number(count) + (pages.hasNextPage ? '+' : '')}</b>
}

function Queue({ state }: { state: RedemptionState }) {
  const words = useWords()
  const redemptions = useInfiniteQuery(redemptionPages(state))
  const timeZone = useQuery(brandQuery).data?.timeZone
  const rows = redemptions.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={`card ${styles.queue}`}>
      <PageState queries={[redemptions]} part>
        {rows.length === 0 && <Nothing state={state} />}
        <ul className={styles.rows}>
          {rows.map((redemption) => (
            <li key={redemption.id}>
              <Row redemption={redemption} timeZone={timeZone} />
            </li>
          ))}
        </ul>
        {redemptions.hasNextPage && (
          <button type="button" className="btn second small" onClick={() => void redemptions.fetchNextPage()}>
            {words('more')}
          </button>
        )}
      </PageState>
    </section>
  )
}

function Nothing({ state }: { state: RedemptionState }) {
  const t = useTexts()
  const says = {
    requested: [t('emptyRequestedTitle'), t('emptyRequested')],
    approved: [t('emptyApprovedTitle'), t('emptyApproved')],
    shipped: [t('emptyShippedTitle'), t('emptyShipped')],
    delivered: [t('emptyDeliveredTitle'), t('emptyDelivered')],
    cancelled: [t('emptyCancelledTitle'), t('emptyCancelled')],
  } as const
  return <EmptyState title={says[state][0]}>{says[state][1]}</EmptyState>
}

function Row({ redemption, timeZone }: { redemption: Redemption; timeZone: string | undefined }) {
  const t = useTexts()
  const { expert, requestedAt } = redemption
  const levels = [t('level0'), t('level1'), t('level2'), t('level3'), t('level4')]
  return (
    <div className={styles.row}>
      <span className={styles.thumb}>
        <RewardPicture name={redemption.picture} size={40} tinted />
      </span>
      <div className={styles.what}>
        <b>{redemption.rewardName}</b>{' '}
        <span className="s quiet">
          {t('priceOf', { price: number(redemption.price) })},{' '}
          {redemption.gift
            ? t('giftMatched', { points: number(redemption.matched) })
            : t('piece', { piece: redemption.pieceNo })}
        </span>
        <div className="s soft">
          {expert &&
            t('toWhom', { name: expert.name, displayName: expert.displayName, level: levels[expert.level] ?? '' })}
        </div>
      </div>
      <div className={`s ${styles.when}`}>
        {t('asked', { date: day(requestedAt, timeZone) })}
        <Due redemption={redemption} timeZone={timeZone} />
        <Asks redemption={redemption} />
        <Note redemption={redemption} />
      </div>
      <Acts>
        <Decide redemption={redemption} />
      </Acts>
    </div>
  )
}

/** Until when the next step was promised. */
function Due({ redemption, timeZone }: { redemption: Redemption; timeZone: string | undefined }) {
  const t = useTexts()
  const next = promiseOf(redemption)
  if (!next) return null
  const date = day(next.on, timeZone)
  if (next.late) return <span className="tag ember">{t('lateSince', { date })}</span>
  return <span>{t(next.kind === 'decide' ? 'decideBy' : 'sendBy', { date })}</span>
}

/** Which rules want a person to decide, while one has to; and that none did. */
function Asks({ redemption }: { redemption: Redemption }) {
  const t = useTexts()
  const names = { first: t('askFirst'), dear: t('askDear'), level: t('askLevel'), case: t('askCase') }
  if (redemption.state === 'approved' && redemption.itself) return <span className="quiet">{t('itself')}</span>
  if (redemption.state !== 'requested' || redemption.asks.length === 0) return null
  return (
    <ul className={styles.asks} aria-label={t('asks')}>
      {redemption.asks.map((ask) => (
        <li key={ask} className="tag">
          {names[ask]}
        </li>
      ))}
    </ul>
  )
}

function Note({ redemption }: { redemption: Redemption }) {
  const t = useTexts()
  if (redemption.reason) return <span className={styles.block}>“{redemption.reason}”</span>
  if (redemption.tracking)
    return <span className={styles.block}>{t('sentWith', { tracking: redemption.tracking })}</span>
  return null
}
