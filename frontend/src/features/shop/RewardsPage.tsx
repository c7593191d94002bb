import { useQuery } from '@tanstack/react-query'
import { Link, NavLink, useOutlet } from 'react-router'
import { EmptyState } from '../../design/EmptyState'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { RewardPicture } from '../../design/RewardPicture'
import { number } from '../../i18n/format'
import { rewardsQuery } from './api'
import { useTexts } from './i18n'
import styles from './manage.module.css'
import type { Reward } from './types'

/** What points can be redeemed for. */
export function RewardsPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage
      title={t('rewardsTitle')}
      lead={t('rewardsLead')}
      action={
        <Link className="btn" to="/manage/rewards/new">
          {t('rewardNew')}
        </Link>
      }
    >
      <ListDetail
        list={<RewardList />}
        detail={detail}
        hint={<EmptyState title={t('rewardsHintTitle')}>{t('rewardsHint')}</EmptyState>}
        backTo="/manage/rewards"
      />
    </ManagePage>
  )
}

function RewardList() {
  const t = useTexts()
  const rewards = useQuery(rewardsQuery)
  const items = [...(rewards.data ?? [])].sort((a, b) => Number(a.archived) - Number(b.archived) || a.price - b.price)
  return (
    <section className={`card ${list.card}`} aria-label={t('rewardsTitle')}>
      <PageState queries={[rewards]} part>
        {items.length === 0 && <EmptyState title={t('rewardsEmptyTitle')}>{t('rewardsEmpty')}</EmptyState>}
        <ul className={list.rows}>
          {items.map((reward) => (
            <li key={reward.id}>
              <Row reward={reward} />
            </li>
          ))}
        </ul>
      </PageState>
    </section>
  )
}

function Row({ reward }: { reward: Reward }) {
  const t = useTexts()
  const from = [t('from0'), t('from1'), t('from2'), t('from3'), t('from4')][reward.minLevel] ?? ''
  return (
    <NavLink to={`/manage/rewards/${reward.id}`} className={list.row}>
      <span className={styles.thumb}>
        <RewardPicture name={reward.picture} size={40} tinted />
      </span>
      <span>
        <b className={list.name}>{reward.name}</b>
        <span className={`s soft ${styles.block}`}>{from}</span>
      </span>
      <span className={list.aside}>
        {reward.archived ? (
          <span className="tag">{t('archived')}</span>
        ) : (
          <>
            {reward.lowAt && <span className={`tag ember ${styles.low}`}>{t('low')}</span>}
            <b className="fig">{t('priceOf', { price: number(reward.price) })}</b>
            <span className={`quiet ${styles.block}`}>
              {reward.remaining === 0
                ? t('soldOut')
                : t('leftOf', { remaining: number(reward.remaining), stock: number(reward.stock) })}
            </span>
          </>
        )}
      </span>
    </NavLink>
  )
}
