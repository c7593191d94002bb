import { weekday } from '../../i18n/format'
import type { NextOpening } from './hours'
import { useTexts } from './i18n'

/** The seven days from Monday, in the reader's language. */
export function useWeekdayNames(): string[] {
  useTexts()
  const monday = Date.UTC(2024, 0, 1, 12)
  return Array.from({ length: 7 }, (_, index) => weekday(new Date(monday + index * 86_400_000), 'UTC'))
}

/** Says in a sentence what the door does next. */
export function useOpeningWords(): (next: NextOpening) => string {
  const t = useTexts()
  const names = useWeekdayNames()
  return (next) => {
    if (next.kind === 'never') return t('hoursNever')
    if (next.kind === 'always') return t('hoursAlways')
    if (next.kind === 'openUntil') {
      const day = names[next.weekday - 1] ?? ''
      return next.inDays > 1 || (next.inDays === 1 && next.closes > '12:00')
        ? t('hoursOpenUntilDay', { day, time: next.closes })
        : t('hoursOpenUntil', { time: next.closes })
    }
    const after = next.after ? `${t('hoursHoliday', { holiday: next.after })} ` : ''
    const time = next.opens
    if (next.inDays === 0) return after + t('hoursOpensToday', { time })
    if (next.inDays === 1) return after + t('hoursOpensTomorrow', { time })
    return after + t('hoursOpensOn', { day: names[next.weekday - 1] ?? next.day, time })
  }
}
