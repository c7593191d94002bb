import { dateName } from '../../i18n/format'
import type { Streak } from './api'
import { useTexts } from './i18n'
import css from './merit.module.css'

/** StreakCard is weeks, never days: the last thirteen as marks, and what a week off costs. */
export function StreakCard({ streak }: { streak: Streak }) {
  const t = useTexts()
  return (
    <section className={`card ${css.card}`}>
      <h2>{t('streak')}</h2>
      <p className="strong">{streak.weeks > 0 ? t('streakNow', { count: streak.weeks }) : t('streakNone')}</p>
      {streak.past.length > 0 ? (
        <ol className={css.weeks}>
          {[...streak.past].reverse().map((one) => (
            <li key={one.week} data-verdict={one.verdict}>
              <span className="hidden">
                {t('week', { date: dateName(one.week) })}:{' '}
                {t(`verdict_${one.verdict}`, { kept: one.kept, shifts: one.shifts })}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      <p className="s soft">
        {t(streak.freeUsed ? 'streakFreeUsed' : 'streakFree')}{' '}
        {streak.longest > streak.weeks ? t('streakLongest', { count: streak.longest }) : null}
      </p>
    </section>
  )
}
