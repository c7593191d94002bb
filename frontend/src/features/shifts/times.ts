import type { Slot } from '../../client'

/** The date of a moment in a time zone, 2026-11-23. */
export function dateIn(at: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
    typeof at === 'string' ? new Date(at) : at,
  )
}

/** A date so many days later. */
export function later(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Noon of a date, to write its weekday. */
export function noon(date: string): string {
  return `${date}T12:00:00Z`
}

/** The dates of a week, and what begins on each of them in a time zone. */
export function byDay(monday: string, slots: Slot[], timeZone: string): { date: string; slots: Slot[] }[] {
  const dates = Array.from({ length: 7 }, (_, i) => later(monday, i))
  const days = new Map(dates.map((date) => [date, [] as Slot[]]))
  for (const slot of slots) {
    const date = dateIn(slot.startsAt, timeZone)
    const last = dates.at(-1) ?? date
    const at = date < monday ? monday : date > last ? last : date
    days.get(at)?.push(slot)
  }
  return dates.map((date) => ({ date, slots: days.get(date) ?? [] }))
}

/** The time zones that a person can choose from. */
export function timeZones(): string[] {
  return Intl.supportedValuesOf('timeZone')
}

/** The hour of a moment in a time zone, 0 to 23. */
export function hourIn(at: string | Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(at)))
}
