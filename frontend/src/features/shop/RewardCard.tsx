import { RewardPicture } from '../../design/RewardPicture'
import { clock, day, number } from '../../i18n/format'
import { Rich } from '../../i18n/rich'
import { serverNow } from '../../live/serverTime'
import { useTexts } from './i18n'
import { Prices } from './Prices'
import { Redeem } from './Redeem'
import styles from './shop.module.css'
import { reachOf } from './standing'
import type { Redemption, Reward } from './types'
import { WishButton } from './WishButton'

export interface Looker {
  available: number
  level: number
  brand: string
  timeZone: string
  onDone: (redemption: Redemption) => void
}

/** One reward on the shelf. Locked and sold out look quiet and say why. */
export function RewardCard({ reward, looker }: { reward: Reward; looker: Looker }) {
  const t = useTexts()
  const reach = reachOf(reward, looker.available)
  const quiet = reach.kind === 'soldOut' || reach.kind === 'level'
  return (
    <li className={quiet ? `${styles.item} ${styles.quiet}` : styles.item}>
      <div className={styles.picture}>
        <RewardPicture name={reward.picture} size={112} tinted />
      </div>
      <div className={styles.body}>
        <h3>{reward.name}</h3>
        <p className="s soft">
          {reward.description} {scarce(reward) && t('stock', { count: reward.remaining })}{' '}
          {reward.perPerson > 1 && !reward.charity && t('oneEach', { count: reward.perPerson })}
        </p>
        <Release reward={reward} timeZone={looker.timeZone} />
        <Given reward={reward} brand={looker.brand} />
        <Prices reward={reward} timeZone={looker.timeZone} />
        <WishButton reward={reward} />
        <span className="grow" />
        <div className={styles.foot}>
          <Redeem
            reward={reward}
            reach={reach}
            available={looker.available}
            brand={looker.brand}
            timeZone={looker.timeZone}
            myLevel={looker.level}
            onDone={looker.onDone}
          />
        </div>
      </div>
    </li>
  )
}

/** When a reward that is new comes, and that seniors have it a day before. */
function Release({ reward, timeZone }: { reward: Reward; timeZone: string }) {
  const t = useTexts()
  if (!reward.onSaleAt || Date.parse(reward.onSaleAt) <= serverNow()) return null
  return (
    <p className={`s ${styles.release}`}>
      <b>{t('release', { date: day(reward.onSaleAt, timeZone), time: clock(reward.onSaleAt, timeZone) })}</b>{' '}
      {t('releaseEarly')}
    </p>
  )
}

/** What a cause has by now, from experts and from the brand. */
function Given({ reward, brand }: { reward: Reward; brand: string }) {
  const t = useTexts()
  if (!reward.charity) return null
  const { given = 0, matched = 0, match } = reward
  return (
    <p className="s soft">
      {match > 0 && t('matches', { brand, percent: match })}{' '}
      {given > 0 && <Rich text={t('givenSoFar', { all: number(given + matched) })} />}
    </p>
  )
}

/** A stock is worth a word once less than half of it is left, and while there is any. */
function scarce(reward: Reward): boolean {
  return reward.remaining > 0 && reward.remaining * 2 < reward.stock
}
