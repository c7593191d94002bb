import { Link } from 'react-router'
import type { Points } from '../../client'
import { dayAndYear, number } from '../../i18n/format'
import styles from './expiring.module.css'
import { useTexts } from './i18n'

/** What is owed, why, and how it is paid back; nothing when nothing is. */
export function Owing({ points, timeZone }: { points: Points; timeZone: string }) {
  const t = useTexts()
  if (points.owed === 0 && points.claimed === 0) return null
  return (
    <section className={`card ${styles.card}`} aria-label={t('owing')}>
      {points.owed > 0 && (
        <>
          <p>
            <b className="strong">{t('owed', { points: number(points.owed) })}</b> {t('owedHalf')}
          </p>
          {points.owing.map((why) => (
            <p key={why.caseId} className="s soft">
              {t('owedWhy', { date: dayAndYear(why.decidedAt, timeZone), points: number(why.points) })} “{why.reason}”
            </p>
          ))}
        </>
      )}
      {points.claimed > 0 && <p>{t('claimed', { points: number(points.claimed) })}</p>}
      <Link to="/cases">{t('owingCases')}</Link>
    </section>
  )
}
