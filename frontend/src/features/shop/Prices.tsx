import { day, number } from '../../i18n/format'
import { useTexts } from './i18n'
import styles from './prices.module.css'
import type { Reward } from './types'

/** What a reward will cost and did: a higher price is announced a week before, and every price that counted stays readable. */
export function Prices({ reward, timeZone }: { reward: Reward; timeZone: string | undefined }) {
  const t = useTexts()
  const earlier = reward.prices.length > 1
  return (
    <>
      {reward.nextPrice !== undefined && reward.nextPriceAt && (
        <p className={`s ${styles.next}`}>
          {t('priceRises', { price: number(reward.nextPrice), date: day(reward.nextPriceAt, timeZone) })}
        </p>
      )}
      {earlier && (
        <details className={`s ${styles.history}`}>
          <summary aria-label={t('pricesNamed', { name: reward.name })}>{t('prices')}</summary>
          <ul>
            {reward.prices.map((one) => (
              <li key={one.since}>
                <b className="fig">{number(one.price)}</b> {t('since', { date: day(one.since, timeZone) })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
