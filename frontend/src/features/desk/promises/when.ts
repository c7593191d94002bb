import { clock, day, weekday } from '../../../i18n/format'
import type { PromiseTexts } from './i18n'

const minute = 60_000
const hour = 60 * minute
const dayLong = 24 * hour

/** whenWords writes "today 18:00", "tomorrow 12:00", "Thursday 18:00" or "3 Dec 18:00", on the reader's clock. */
export function whenWords(at: string, now: number, t: PromiseTexts): string {
  const then = new Date(at)
  const time = clock(then)
  const days = dayNumber(then) - dayNumber(new Date(now))
  if (days === 0) return t('todayAt', { time })
  if (days === 1) return t('tomorrowAt', { time })
  return t('dayAt', { day: days > 1 && days < 7 ? weekday(then) : day(then), time })
}

/** leftWords writes "3 hours left" or "2 days late". */
export function leftWords(at: string, now: number, t: PromiseTexts): string {
  const left = Date.parse(at) - now
  const span = spanWords(Math.abs(left), t)
  return left >= 0 ? t('left', { span }) : t('late', { span })
}

function spanWords(ms: number, t: PromiseTexts): string {
  if (ms < 90 * minute) return t('minutes', { count: Math.max(1, Math.round(ms / minute)) })
  if (ms < 36 * hour) return t('hours', { count: Math.round(ms / hour) })
  return t('days', { count: Math.round(ms / dayLong) })
}

/** dayNumber counts days of the reader's calendar, also across a change of the clock. */
export function dayNumber(at: Date): number {
  return Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / dayLong)
}

/** ticksLeft is how many of twenty ticks of a promise's time are left. */
export function ticksLeft(createdAt: string, dueAt: string, now: number): number {
  const [from, to] = [Date.parse(createdAt), Date.parse(dueAt)]
  if (to <= from) return 0
  return Math.max(0, Math.min(20, Math.ceil((20 * (to - now)) / (to - from))))
}

export type Urgency = 'overdue' | 'today' | 'later'

/** urgencyOf sorts a promise into the parts of the list. */
export function urgencyOf(dueAt: string, now: number): Urgency {
  if (Date.parse(dueAt) < now) return 'overdue'
  return dayNumber(new Date(dueAt)) === dayNumber(new Date(now)) ? 'today' : 'later'
}

/** localInput is a moment as `<input type="datetime-local">` wants it: the reader's wall clock without a zone. */
export function localInput(at: number): string {
  const local = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  const date = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`
  return `${date}T${two(local.getHours())}:${two(local.getMinutes())}`
}

/** instantOf reads such a value; undefined when it is none. */
export function instantOf(value: string): string | undefined {
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
