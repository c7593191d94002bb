import { Link } from 'react-router'
import type { Points } from '../../client'
import { dayAndYear, number } from '../../i18n/format'
import styles from './expiring.module.css'
import { useTexts } from './i18n'

/** What expires within 60 days, calmly and in time; nothing when nothing does. */
export function ExpiringSoon({ expiring, timeZone }: { expiring: Points['expiring']; timeZone: string }) {
  const t = useTexts()
  const [first, ...others] = expiring
  if (!first) return null
  const more = others.reduce((sum, each) => sum + each.points, 0)
  return (
    <section className={`card ${styles.card}`}>
      <p>
        <b className="strong">{t('expires', { points: number(first.points), date: dayAndYear(first.at, timeZone) })}</b>{' '}
        {more > 0 && t('expiresMore', { points: number(more) })}
      </p>
      <p className="s soft">{t('expiresWhy')}</p>
      <Link to="/shop">{t('expiresShop')}</Link>
    </section>
  )
}
