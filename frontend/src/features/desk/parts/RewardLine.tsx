import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { ProductPicture } from '../../../design/ProductPicture'
import { number } from '../../../i18n/format'
import { pointsQuery, rewardsQuery } from '../../../queries'
import { useDeskTexts } from '../i18n'
import { nearestReward } from '../model/rewards'
import css from './side.module.css'

/** RewardLine is the next thing worth wanting: within reach, or nearest to it. */
export function RewardLine() {
  const t = useDeskTexts()
  const available = useQuery(pointsQuery).data?.available ?? 0
  const reward = nearestReward(useQuery(rewardsQuery).data?.items ?? [], available)
  if (!reward) return null
  const missing = reward.price - available
  return (
    <Link to="/shop" className={css.reward}>
      <span className={css.thumb}>
        <ProductPicture name={reward.picture} size={36} />
      </span>
      <span className="s">
        <b className="strong">{reward.name}</b>
        <span className="quiet">
          <b className="fig">{number(reward.price)}</b>
          {', '}
          {missing > 0 ? t('rewardNext', { count: number(missing) }) : t('rewardReady')}
        </span>
      </span>
    </Link>
  )
}
