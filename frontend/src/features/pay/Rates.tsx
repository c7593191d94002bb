import type { ReactNode } from 'react'
import { dayAndYear, monthAndYear } from '../../i18n/format'
import { money } from '../../i18n/money'
import type { PayOverview, Rate } from './api'
import { useTexts } from './i18n'
import styles from './pay.module.css'

/** What is paid, what is to come, and what was paid before, each with its reason. */
export function Rates({ pay, action }: { pay: PayOverview; action?: ReactNode }) {
  const t = useTexts()
  const { now, coming, past } = byTime(pay)
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('rateTitle')}</h2>
      {now && <OneRate rate={now} pay={pay} tag={t('rateNow')} />}
      {coming.map((rate) => (
        <OneRate key={rate.version} rate={rate} pay={pay} tag={t('rateComing')} />
      ))}
      {past.length > 0 && (
        <details className={styles.past}>
          <summary className="s strong">{t('ratePast')}</summary>
          {past.map((rate) => (
            <OneRate key={rate.version} rate={rate} pay={pay} />
          ))}
        </details>
      )}
      {action}
    </section>
  )
}

/** Of a month the newest version counts; versions that never will are left out. */
export function byTime(pay: PayOverview): { now: Rate | undefined; coming: Rate[]; past: Rate[] } {
  const counting = pay.rates.filter((rate) => pay.rates.find((other) => other.month === rate.month) === rate)
  const sorted = counting.toSorted((a, b) => a.month.localeCompare(b.month))
  const now = sorted.findLast((rate) => rate.month <= pay.now)
  return {
    now,
    coming: sorted.filter((rate) => rate.month > pay.now),
    past: sorted.filter((rate) => rate.month <= pay.now && rate !== now).toReversed(),
  }
}

function OneRate({ rate, pay, tag }: { rate: Rate; pay: PayOverview; tag?: string }) {
  const t = useTexts()
  const amount = money(rate.cents, rate.currency)
  return (
    <div className={styles.rate}>
      <b>{rate.basis === 'shift_hour' ? t('rateShift', { amount }) : t('rateConversation', { amount })}</b>
      <span className="s soft">
        {t('rateFrom', { month: monthAndYear(rate.month) })} {tag && <span className="tag">{tag}</span>}
      </span>
      <span className="s quiet">
        {t('rateWhy', { reason: rate.reason, name: rate.by, date: dayAndYear(rate.at, pay.zone) })}
      </span>
    </div>
  )
}
