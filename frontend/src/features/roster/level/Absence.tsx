import { Link } from 'react-router'
import { returnToWork } from '../../../client'
import { Refused } from '../../../design/Refused'
import { dayAndYear } from '../../../i18n/format'
import { type Level, useMyLevel } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'

/** Where somebody is when not simply at work: on a pause, an alumnus, or back with a refresher ahead. */
export function Absence({ level, zone }: { level: Level; zone: string }) {
  const t = useTexts()
  const back = useMyLevel((_: undefined) => returnToWork())
  const comeBack = (
    <div className={styles.acts}>
      <button type="button" className="btn" aria-disabled={back.isPending} onClick={() => back.mutate(undefined)}>
        {t('comeBack')}
      </button>
      <Refused error={back.error} />
    </div>
  )
  if (level.pause) {
    return (
      <section className={`card ${styles.card}`}>
        <h2>{t('pausedTitle', { date: dayAndYear(level.pause.until, zone) })}</h2>
        <p className="s soft">{t('pausedLead')}</p>
        {comeBack}
      </section>
    )
  }
  if (level.alumniAt) {
    return (
      <section className={`card ${styles.card}`}>
        <h2>{t('alumniTitle', { date: dayAndYear(level.alumniAt, zone) })}</h2>
        <p className="s soft">{t('alumniLead')}</p>
        {comeBack}
      </section>
    )
  }
  if (level.state !== 'active') {
    return (
      <section className={`card ${styles.card}`}>
        <p>{t(level.state === 'paused' ? 'stopped' : 'putOut')}</p>
        {level.state !== 'paused' && (
          <p>
            <Link to="/cases">{t('putOutWhy')}</Link>
          </p>
        )}
      </section>
    )
  }
  return level.refresher ? <Refresher refresher={level.refresher} zone={zone} /> : null
}

function Refresher({ refresher, zone }: { refresher: NonNullable<Level['refresher']>; zone: string }) {
  const t = useTexts()
  const quiet = refresher.cause === 'inactive'
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('refreshTitle')}</h2>
      <p className="s soft">
        {quiet ? t('refreshQuiet') : t('refreshLead', { date: dayAndYear(refresher.awaySince, zone) })}
      </p>
      <News title={t('refreshFacts')} items={refresher.facts} />
      <News title={t('refreshProducts')} items={refresher.products} />
      <div className={styles.acts}>
        <Link className="btn" to="/work">
          {t('refreshGo')}
        </Link>
      </div>
    </section>
  )
}

function News({ title, items }: { title: string; items: string[] }) {
  if (items.length === 0) return null
  return (
    <div>
      <h3 className="s">{title}</h3>
      <ul className={styles.news}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}
