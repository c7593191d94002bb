import { day } from '../../i18n/format'
import type { useTexts } from './i18n'

type Texts = ReturnType<typeof useTexts>

const known = { chat: 'chat', phone: 'phone', mail: 'mail', 'e-mail': 'mail', email: 'mail', ticket: 'ticket' } as const

/** What a channel is called: those that every brand has in the reader's language, others as the brand wrote them. */
export function channelName(t: Texts, channel: string): string {
  const word = known[channel as keyof typeof known]
  return word ? t(word) : channel
}

/** A week by its first and last day: "16 Nov – 22 Nov". */
export function weekOf(monday: string): string {
  const from = Date.parse(`${monday}T12:00:00Z`)
  return `${day(new Date(from), 'UTC')} – ${day(new Date(from + 6 * 86_400_000), 'UTC')}`
}

/** The day that many weeks from now, as a date field wants it. */
export function inWeeks(weeks: number, now: Date): string {
  return new Date(now.getTime() + weeks * 7 * 86_400_000).toISOString().slice(0, 10)
}
