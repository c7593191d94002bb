import { useSearchParams } from 'react-router'
import { Icon } from '../../design/Icon'
import { day } from '../../i18n/format'
import { useTexts } from './i18n'
import css from './shifts.module.css'
import { later, noon } from './times'

/** The week of the address: nothing is this one. */
export function useWeek(): string | undefined {
  const [params] = useSearchParams()
  const week = params.get('week')
  return week && /^\d{4}-\d{2}-\d{2}$/.test(week) ? week : undefined
}

/** WeekNav goes from week to week. */
export function WeekNav({ monday }: { monday: string }) {
  const t = useTexts()
  const [, setParams] = useSearchParams()
  const go = (date: string) => setParams({ week: date }, { replace: true })
  return (
    <nav className={css.weekNav} aria-label={t('weeks')}>
      <button type="button" className={css.step} aria-label={t('weekBefore')} onClick={() => go(later(monday, -7))}>
        <Icon name="back" directed />
      </button>
      <h2 aria-live="polite">
        {t('weekOf', { from: day(noon(monday), 'UTC'), to: day(noon(later(monday, 6)), 'UTC') })}
      </h2>
      <button
        type="button"
        className={`${css.step} ${css.next}`}
        aria-label={t('weekAfter')}
        onClick={() => go(later(monday, 7))}
      >
        <Icon name="back" directed />
      </button>
    </nav>
  )
}
