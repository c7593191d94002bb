import { currentLanguage } from './index'

const locales = { en: 'en-GB', nl: 'nl-NL' } as const

const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

function locale() {
  return locales[currentLanguage()]
}

/** number writes 4,846 in English and 4.846 in Dutch. */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value)
}

/** fixed keeps every digit: a mean of 4.50 stays 4.50. */
export function fixed(value: number, digits: number): string {
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

/** signed always carries a sign: +22, −10. */
export function signed(value: number): string {
  return (value < 0 ? '−' : '+') + number(Math.abs(value))
}

/** clock writes 19:41, in the time zone given or the reader's own. */
export function clock(at: string | Date, timeZone?: string): string {
  return format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
}

/** day writes 22 Nov. */
export function day(at: string | Date, timeZone?: string): string {
  return format(at, { day: 'numeric', month: 'short', timeZone }).replace('.', '').replace('Sept', 'Sep')
}

/** dayAndYear writes 14 Mar 2026. */
export function dayAndYear(at: string | Date, timeZone?: string): string {
  return format(at, { day: 'numeric', month: 'short', year: 'numeric', timeZone }).replace('.', '')
}

/** dateName writes 22 Nov for a day of a calendar, 2026-11-22, wherever the reader is. */
export function dateName(date: string): string {
  return day(`${date}T12:00:00Z`, 'UTC')
}

/** monthName writes November for 2026-11. */
export function monthName(month: string): string {
  return format(`${month}-15T12:00:00Z`, { month: 'long', timeZone: 'UTC' })
}

/** monthAndYear writes November 2026 for 2026-11. */
export function monthAndYear(month: string): string {
  return format(`${month}-15T12:00:00Z`, { month: 'long', year: 'numeric', timeZone: 'UTC' })
}

/** weekday writes Saturday. */
export function weekday(at: string | Date, timeZone?: string): string {
  return format(at, { weekday: 'long', timeZone })
}

/** weekdayAndClock writes Mon 09:00. */
export function weekdayAndClock(at: string | Date, timeZone?: string): string {
  return `${format(at, { weekday: 'short', timeZone }).replace('.', '')} ${clock(at, timeZone)}`
}

/** ordinal writes 4th in English and 4e in Dutch. */
export function ordinal(rank: number): string {
  if (currentLanguage() === 'nl') return `${rank}e`
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(rank)
  return rank + (endings[rule] ?? 'th')
}

/** customerName is what a customer is called: by their name, and one who gave none simply the customer. */
export function customerName(name = ''): string {
  return name.trim() || (currentLanguage() === 'nl' ? 'Klant' : 'Customer')
}

function format(at: string | Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), options).format(typeof at === 'string' ? new Date(at) : at)
}
