/** Opening hours as the contract has them; times are `HH:MM` in the brand's time zone, `24:00` ends a day. */
export type Span = { weekday: number; opens: string; closes: string }
export type Holiday = { day: string; name: string; opens?: string; closes?: string }
export type Hours = { weekly: Span[]; holidays: Holiday[] }

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
const dayMinutes = 24 * 60

/** The minute of the day of `HH:MM`, or nothing when it is no time. */
export function minuteOf(time: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time)
  if (!match) return undefined
  const minute = Number(match[1]) * 60 + Number(match[2])
  return Number(match[2]) < 60 && minute <= dayMinutes ? minute : undefined
}

export type SpanFault = 'time' | 'order' | 'overlap'

/** What is wrong with the spans of one day, by their place in the list; an empty map is a good day. */
export function spanFaults(spans: { opens: string; closes: string }[]): Map<number, SpanFault> {
  const faults = new Map<number, SpanFault>()
  spans.forEach((span, index) => {
    const opens = minuteOf(span.opens)
    const closes = minuteOf(span.closes)
    if (opens === undefined || closes === undefined) faults.set(index, 'time')
    else if (opens >= closes) faults.set(index, 'order')
    else if (spans.some((other, at) => at < index && overlaps(other, opens, closes))) faults.set(index, 'overlap')
  })
  return faults
}

function overlaps(other: { opens: string; closes: string }, opens: number, closes: number): boolean {
  const from = minuteOf(other.opens)
  const to = minuteOf(other.closes)
  return from !== undefined && to !== undefined && from < closes && opens < to
}

/** A moment on the brand's wall clock. */
export type WallTime = { day: string; weekday: number; minute: number }

/** Reads an instant on the wall clock of a time zone. */
export function wallTime(at: Date, timeZone: string): WallTime {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? '0'
  const day = `${part('year')}-${part('month')}-${part('day')}`
  return { day, weekday: weekdayOf(day), minute: Number(part('hour')) * 60 + Number(part('minute')) }
}

/** The ISO weekday of a calendar day: Monday is 1. */
export function weekdayOf(day: string): number {
  const sunday0 = new Date(`${day}T12:00:00Z`).getUTCDay()
  return sunday0 === 0 ? 7 : sunday0
}

/** The calendar day `days` after `day`. */
export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

export type NextOpening =
  | { kind: 'openUntil'; closes: string; inDays: number; weekday: number }
  | { kind: 'always' }
  | { kind: 'opens'; inDays: number; day: string; weekday: number; opens: string; after?: string }
  | { kind: 'never' }

/**
 * Says what the door does next: open until, or the next opening within a year.
 * A holiday replaces its day; `after` is the holiday that closes today.
 */
export function nextOpening(hours: Hours, now: WallTime): NextOpening {
  const today = spansOn(hours, now.day)
  const open = today.find((span) => span.from <= now.minute && now.minute < span.to)
  if (open) return closingOf(hours, now.day, open.to)
  for (let ahead = 0; ahead < 366; ahead++) {
    const day = dayAfter(now.day, ahead)
    const span = spansOn(hours, day).find((s) => ahead > 0 || s.from > now.minute)
    if (!span) continue
    const after = hours.holidays.find((holiday) => holiday.day === now.day)?.name
    return { kind: 'opens', inDays: ahead, day, weekday: weekdayOf(day), opens: clock(span.from), after }
  }
  return { kind: 'never' }
}

/** A day that runs to midnight goes on when the next one opens at midnight; after a week of that it never closes. */
function closingOf(hours: Hours, today: string, until: number): NextOpening {
  let to = until
  for (let ahead = 0; ahead < 8; ahead++) {
    const next =
      to < dayMinutes ? undefined : spansOn(hours, dayAfter(today, ahead + 1)).find((span) => span.from === 0)
    if (!next) {
      return { kind: 'openUntil', closes: clock(to), inDays: ahead, weekday: weekdayOf(dayAfter(today, ahead)) }
    }
    to = next.to
  }
  return { kind: 'always' }
}

function spansOn(hours: Hours, day: string): { from: number; to: number }[] {
  const holiday = hours.holidays.find((h) => h.day === day)
  const spans = holiday ? [holiday] : hours.weekly.filter((span) => span.weekday === weekdayOf(day))
  return spans
    .map((span) => ({ from: minuteOf(span.opens ?? ''), to: minuteOf(span.closes ?? '') }))
    .filter((span): span is { from: number; to: number } => span.from !== undefined && span.to !== undefined)
    .sort((a, b) => a.from - b.from)
}

/** `HH:MM` of a minute of the day. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Hours open in a normal week. */
export function weekHours(weekly: Span[]): number {
  const minutes = weekly.reduce((sum, span) => {
    const from = minuteOf(span.opens)
    const to = minuteOf(span.closes)
    return from !== undefined && to !== undefined && to > from ? sum + to - from : sum
  }, 0)
  return minutes / 60
}
