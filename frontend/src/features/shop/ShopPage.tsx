import { useQuery } from '@tanstack/react-query'
import type { Points } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { PageState } from '../../design/PageState'
import { useCount } from '../../design/useCount'
import { day, number, weekday } from '../../i18n/format'
import { brandQuery, meQuery, pointsQuery } from '../../queries'
import { myRedemptionsQuery, rewardsQuery } from './api'
import { Drops } from './drops/Drops'
import { Hero } from './Hero'
import { useTexts } from './i18n'
import { Mine } from './Mine'
import { type Looker, RewardCard } from './RewardCard'
import styles from './shop.module.css'
import { heroOf } from './standing'
import type { Reward } from './types'

/** The shop: what the points are for, and what is on its way. */
export function ShopPage() {
  const rewards = useQuery(rewardsQuery)
  const points = useQuery(pointsQuery)
  const mine = useQuery(myRedemptionsQuery)
  const me = useQuery(meQuery)
  const brand = useQuery(brandQuery).data
  const timeZone = brand?.timeZone ?? 'UTC'
  return (
    <PageState queries={[rewards, points, mine, me]}>
      {rewards.data && points.data && mine.data && (
        <main className="page">
          <Head points={points.data} timeZone={timeZone} />
          <Drops timeZone={timeZone} />
          <Shelves
            rewards={rewards.data.filter((reward) => !reward.archived && !reward.limited)}
            looker={{
              available: points.data.available,
              level: me.data?.expert?.level ?? 0,
              brand: brand?.name ?? '',
              timeZone,
              onDone: () => undefined,
            }}
          />
          <Mine redemptions={mine.data} timeZone={timeZone} />
        </main>
      )}
    </PageState>
  )
}

function Head({ points, timeZone }: { points: Points; timeZone: string }) {
  const t = useTexts()
  const now = new Date()
  return (
    <header className={styles.head}>
      <div className="grow">
        <h1>{t('title')}</h1>
        <p className="soft">{t('subtitle', { date: `${weekday(now, timeZone)} ${day(now, timeZone)}` })}</p>
      </div>
      <dl className={styles.balances} aria-live="polite">
        {points.reserved > 0 && (
          <div>
            <dt>{t('reserved')}</dt>
            <dd className={`fig ${styles.reserved}`}>{number(points.reserved)}</dd>
          </div>
        )}
        <div>
          <dt>{t('toSpend')}</dt>
          <dd className={`fig ${styles.available}`}>{number(useCount(points.available))}</dd>
        </div>
      </dl>
    </header>
  )
}

/** What somebody saves up for stands first, and then the cheaper. */
function byWish(a: Reward, b: Reward): number {
  return Number(b.mine?.onWishList ?? false) - Number(a.mine?.onWishList ?? false) || a.price - b.price
}

function Shelves({ rewards, looker }: { rewards: Reward[]; looker: Looker }) {
  const t = useTexts()
  const hero = heroOf(rewards, looker.level)
  const shelf = rewards.filter((reward) => reward.id !== hero?.id).sort(byWish)
  if (rewards.length === 0) {
    return (
      <section className="card">
        <EmptyState title={t('emptyTitle')}>{t('empty', { brand: looker.brand })}</EmptyState>
      </section>
    )
  }
  return (
    <>
      {hero && <Hero reward={hero} looker={looker} />}
      {shelf.length > 0 && (
        <section aria-labelledby="always">
          <div className={styles.always}>
            <h2 id="always">{t('always')}</h2>
            <span className="s soft">{t('priceNote')}</span>
          </div>
          <ul className={styles.shelf}>
            {shelf.map((reward) => (
              <RewardCard key={reward.id} reward={reward} looker={looker} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
