import type { Entry, Seat } from '../../../queries/types'

/** replyWithin is the time that an expert has for a reply, before the question is offered to somebody else. */
export const replyWithin = 180
const nudgedAfter = 90
export const offerLasts = 20

/** leftOf is the whole seconds until a moment, rounded up and never negative. */
export function leftOf(dueAt: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(dueAt) - nowMs) / 1_000))
}

/** ticksOf is how many of a ring's ticks are left: rounded up, so that the last tick goes when the time is over. */
export function ticksOf(left: number, whole: number, ticks = 20): number {
  if (whole <= 0) return 0
  return Math.min(ticks, Math.max(0, Math.ceil((left / whole) * ticks)))
}

/** minutes writes 1:57; more than an hour is 1:02:03. */
export function minutes(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const h = Math.floor(whole / 3_600)
  const m = Math.floor(whole / 60) % 60
  return h > 0 ? `${h}:${two(m)}:${two(whole % 60)}` : `${m}:${two(whole % 60)}`
}

export type ReplyClock =
  | { turn: 'expert'; left: number; over: number; waited: number }
  | { turn: 'customer'; freesIn?: number }

/**
 * replyClock says whose turn it is. The expert's time runs from the nudge that the seat announces; how long the customer
 * waits runs from the first message that is not answered yet.
 */
export function replyClock(seat: Seat, entries: readonly Entry[], nowMs: number): ReplyClock {
  if (seat.due === 'free' || !seat.due || !seat.dueAt) {
    return { turn: 'customer', freesIn: seat.dueAt ? leftOf(seat.dueAt, nowMs) : undefined }
  }
  const extra = seat.due === 'nudge' ? replyWithin - nudgedAfter : 0
  const exact = (Date.parse(seat.dueAt) - nowMs) / 1_000 + extra
  const since = Date.parse(unansweredSince(entries) ?? seat.takenAt ?? seat.dueAt)
  return {
    turn: 'expert',
    left: Math.max(0, Math.ceil(exact)),
    over: Math.max(0, Math.floor(-exact)),
    waited: Math.max(0, Math.floor((nowMs - since) / 1_000)),
  }
}

/** unansweredSince is when the customer wrote the first message that no expert has answered. */
export function unansweredSince(entries: readonly Entry[]): string | undefined {
  let since: string | undefined
  for (const entry of entries) {
    if (entry.kind !== 'message') continue
    if (entry.author.role === 'customer') since ??= entry.at
    else since = undefined
  }
  return since
}
