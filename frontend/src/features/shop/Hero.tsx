import { Icon } from '../../design/Icon'
import { HeroPicture } from '../../design/RewardPicture'
import { WideTuner } from '../../design/WideTuner'
import { number } from '../../i18n/format'
import styles from './hero.module.css'
import { useTexts } from './i18n'
import { Prices } from './Prices'
import { Redeem } from './Redeem'
import type { Looker } from './RewardCard'
import { reachOf } from './standing'
import type { Reward } from './types'
import { WishButton } from './WishButton'

/** The reward that leads the shop: the limited or the dearest one, with the shore behind it. */
export function Hero({ reward, looker }: { reward: Reward; looker: Looker }) {
  const t = useTexts()
  const reach = reachOf(reward, looker.available)
  const atOnce = reward.mine?.asks.length === 0
  const from = [t('from0'), t('from1'), t('from2'), t('from3'), t('from4')][reward.minLevel] ?? ''
  return (
    <section className={styles.hero} aria-label={reward.name}>
      <div className={styles.art}>
        <HeroPicture name={reward.picture} />
      </div>
      <div className={styles.text}>
        <div>
          <div className="row">
            {reward.minLevel > 1 && <span className="tag gold">{t('limited')}</span>}
            <span className="s soft">{from}</span>
          </div>
          <h2 className={styles.name}>{reward.name}</h2>
          <p className={`soft ${styles.description}`}>{reward.description}</p>
          <Prices reward={reward} timeZone={looker.timeZone} />
          <WishButton reward={reward} />
        </div>
        <Distance price={reward.price} available={looker.available} />
        <dl className={styles.three}>
          <Fact figure={number(reward.price)} words={t('points', { count: reward.price })} />
          <Fact figure={number(reward.remaining)} words={t('left', { count: reward.remaining })} />
          <Fact figure={number(reward.stock)} words={t('made', { count: reward.stock })} />
        </dl>
        <p className={styles.note}>
          <Icon name="lock" size={22} />
          <span>{t(atOnce ? 'heroNoteAtOnce' : 'heroNote', { price: number(reward.price), brand: looker.brand })}</span>
        </p>
        <span className="grow" />
        <Redeem
          filled
          reward={reward}
          reach={reach}
          available={looker.available}
          brand={looker.brand}
          timeZone={looker.timeZone}
          myLevel={looker.level}
          onDone={looker.onDone}
        />
      </div>
    </section>
  )
}

function Fact({ figure, words }: { figure: string; words: string }) {
  return (
    <div>
      <dt className="s soft">{words}</dt>
      <dd className="fig">{figure}</dd>
    </div>
  )
}

/** How far the own points reach on the way to the price. */
function Distance({ price, available }: { price: number; available: number }) {
  const t = useTexts()
  const reached = Math.min(1, Math.max(0, available / price))
  const here = number(Math.max(0, available))
  return (
    <WideTuner
      width={690}
      ticks={30}
      long={5}
      needle={reached}
      label={t('distance', { points: here, price: number(price) })}
      labels={[
        ...(reached > 0.1 ? [{ at: 0, text: '0' }] : []),
        { at: reached, text: t('yourPoints', { points: here }) },
        ...(reached < 0.8 ? [{ at: 1, text: number(price) }] : []),
      ]}
    />
  )
}
