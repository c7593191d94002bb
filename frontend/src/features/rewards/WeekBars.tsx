import { number } from '../../i18n/format'
import { Rich } from '../../i18n/rich'
import { useTexts } from './i18n'
import type { MySeason } from './types'
import styles from './weekbars.module.css'

/** The points of each week of the season: solid is confirmed, hatched is on its way. */
export function WeekBars({ season }: { season: MySeason }) {
  const t = useTexts()
  const byWeek = new Map(season.weeks.map((week) => [week.week, week]))
  const most = Math.max(1, ...season.weeks.map((week) => week.settled + week.pending))
  const { week: current, weeks } = season.season
  const any = season.weeks.some((week) => week.settled + week.pending > 0)
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('weeksTitle')}</h2>
      <ol className={styles.weeks}>
        {Array.from({ length: weeks }, (_, index) => index + 1).map((week) => {
          const { settled = 0, pending = 0 } = byWeek.get(week) ?? {}
          const words =
            week > current
              ? t('weeksAhead', { week })
              : t('weeksBar', { week, settled: number(settled), pending: number(pending) })
          return (
            <li key={week} className={styles.week} title={words}>
              <span className="hidden">{words}</span>
              <Bar settled={settled} pending={pending} most={most} />
            </li>
          )
        })}
      </ol>
      <div className={styles.scale} aria-hidden="true">
        <span>{t('weeksFirst')}</span>
        <span style={{ insetInlineStart: `${((current - 0.5) / weeks) * 100}%` }} className={styles.now}>
          {current > 2 && current < weeks - 1 ? current : ''}
        </span>
        <span>{weeks}</span>
      </div>
      {any ? <Legend best={season.personalBest} /> : <p className="s soft">{t('weeksNone')}</p>}
    </section>
  )
}

function Bar({ settled, pending, most }: { settled: number; pending: number; most: number }) {
  const height = (points: number) => `${(points / most) * 100}%`
  if (settled + pending === 0) return <i className={styles.none} />
  return (
    <>
      {pending > 0 && <i className={styles.pending} style={{ blockSize: height(pending) }} />}
      {settled > 0 && <i className={styles.settled} style={{ blockSize: height(settled) }} />}
    </>
  )
}

function Legend({ best }: { best: number | undefined }) {
  const t = useTexts()
  return (
    <div className={styles.legend}>
      <span className="row">
        <i className={styles.settled} />
        {t('weeksConfirmed')}
      </span>
      <span className="row">
        <i className={styles.pending} />
        {t('weeksOnItsWay')}
      </span>
      {best !== undefined && best > 0 && (
        <span className={styles.best}>
          <Rich text={t('weeksBest', { points: number(best) })} />
        </span>
      )}
    </div>
  )
}
