import { dateName, number } from '../../i18n/format'
import type { Effect, Problem } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'

type Week = Problem['weeks'][number]

/** EffectChart is contacts by week around a change, what came of it in plain words, and the same as a table. */
export function EffectChart({ problem }: { problem: Problem }) {
  const t = useTexts()
  const { weeks, effect } = problem
  const change = problem.improvements.at(-1)
  const most = Math.max(1, ...weeks.map(({ own }) => own))
  return (
    <section className={`card ${styles.part}`} aria-labelledby="effect">
      <h2 id="effect">{t('effect')}</h2>
      {effect && <Said effect={effect} />}
      <div className={styles.chart} role="img" aria-label={t('chart')}>
        {weeks.map((week, at) => (
          <Column key={week.from} week={week} most={most} first={week.after && !weeks[at - 1]?.after} />
        ))}
      </div>
      {change && <p className="xs quiet">{t('changedOn', { day: dateName(change.on) })}</p>}
      <details className={styles.details}>
        <summary>{t('table')}</summary>
        <div className={styles.scrolls}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('week')}</th>
                <th scope="col">{t('own')}</th>
                <th scope="col">{t('everything')}</th>
              </tr>
            </thead>
            <tbody>
              {weeks.map((week) => (
                <tr key={week.from}>
                  <th scope="row">{dateName(week.from)}</th>
                  <td className="fig">{number(week.own)}</td>
                  <td className="fig">{number(week.others)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  )
}

function Column({ week, most, first }: { week: Week; most: number; first: boolean }) {
  return (
    <span className={`${styles.column} ${week.after ? styles.after : ''} ${first ? styles.first : ''}`}>
      <span className="fig xs">{number(week.own)}</span>
      <span className={styles.rise} style={{ blockSize: `${(100 * week.own) / most}%` }} />
    </span>
  )
}

/** Said is the verdict, with its interval on a scale where 100 is what was expected without the change. */
function Said({ effect }: { effect: Effect }) {
  const t = useTexts()
  const percent = (ratio: number) => number(Math.round(100 * ratio))
  const place = (ratio: number) => `${Math.min(100, 100 * (ratio / 2))}%`
  if (effect.verdict === 'too_early') return <p>{t('verdict_too_early')}</p>
  return (
    <>
      <p>
        <b>{t(`verdict_${effect.verdict}`)}</b>{' '}
        {t('effectText', { percent: percent(effect.ratio), low: percent(effect.low), high: percent(effect.high) })}
      </p>
      <div className={styles.scale} aria-hidden="true">
        <span
          className={styles.band}
          style={{
            insetInlineStart: place(effect.low),
            inlineSize: `${Math.min(100, 50 * effect.high) - Math.min(100, 50 * effect.low)}%`,
          }}
        />
        <span className={styles.needle} style={{ insetInlineStart: place(effect.ratio) }} />
        <span className={styles.expected}>100 %</span>
      </div>
      <p className="s soft">
        {t('effectHow', {
          before: number(effect.before),
          after: number(effect.after),
          expected: number(Math.round(effect.expected)),
        })}{' '}
        {effect.lastYear && t('effectYear')}
      </p>
    </>
  )
}
