import { RewardPicture } from '../../design/RewardPicture'
import { useTexts } from './i18n'
import { Redeem } from './Redeem'
import styles from './shop.module.css'
import { reachOf } from './standing'
import type { Redemption, Reward } from './types'

export interface Looker {
  available: number
  level: number
  brand: string
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
          {reward.perPerson > 1 && t('oneEach', { count: reward.perPerson })}
        </p>
        <span className="grow" />
        <div className={styles.foot}>
          <Redeem
            reward={reward}
            reach={reach}
            available={looker.available}
            brand={looker.brand}
            myLevel={looker.level}
            onDone={looker.onDone}
          />
        </div>
      </div>
    </li>
  )
}

/** A stock is worth a word once less than half of it is left, and while there is any. */
function scarce(reward: Reward): boolean {
  return reward.remaining > 0 && reward.remaining * 2 < reward.stock
}
