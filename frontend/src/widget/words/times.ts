import type { Words } from './en'

const day = 86_400_000

/** Clock time in 24 hours, in the reader's own time zone. */
export const clock = (at: string | number, language: string): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))

/** "tomorrow at 09:00", "Monday at 09:00", "3 January at 09:00". */
export function when(at: string, now: number, language: string, words: Words): string {
  const then = new Date(at)
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const days = Math.floor((then.getTime() - midnight) / day)
  const time = clock(at, language)
  if (days <= 0) return words.today(time)
  if (days === 1) return words.tomorrow(time)
  const format: Intl.DateTimeFormatOptions = days < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' }
  return words.onDay(new Intl.DateTimeFormat(language, format).format(then), time)
}

/** The day of an entry, when it is not today. */
export const dayOf = (at: string, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at))
