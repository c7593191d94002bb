import type { Wall, WallExpert, WallHeld, WallWaiting } from '../../../client'

/** waitsTooLong is the wait, in seconds, after which a customer is offered another way. */
export const waitsTooLong = 90
const openSoon = 2 * 3_600

/** since is the whole seconds from a moment until now, never negative. */
export function since(at: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(at)) / 1_000))
}

/** aboutOf is the shortest name of what a conversation is about: product and reason, else the question itself. */
export function aboutOf(of: { productName?: string; reasonName?: string; question: string }): string {
  const known = [of.productName, of.reasonName].filter(Boolean).join(', ')
  return known || of.question
}

/** queueOf is who waits live, and openOf the questions that were left for later. */
export const queueOf = (wall: Wall) => wall.waiting.filter((w) => !w.answerBy)
export const openOf = (wall: Wall) =>
  wall.waiting.filter((w) => w.answerBy).sort((a, b) => Date.parse(a.answerBy ?? '') - Date.parse(b.answerBy ?? ''))

/** seatsOf counts taken and open seats of those who are available or hold something. */
export function seatsOf(experts: readonly WallExpert[]): { taken: number; open: number } {
  const seats = experts.flatMap((expert) => expert.seats)
  return { taken: seats.filter((s) => s.held).length, open: seats.filter((s) => s.open || s.held).length }
}

export type Alarm =
  | { kind: 'silent'; held: WallHeld; expert: string; left: number }
  | { kind: 'waits'; waiting: WallWaiting; waited: number }
  | { kind: 'open'; waiting: WallWaiting; left: number }

/** alarmsOf is what runs out soon or has run out, the most pressing first. */
export function alarmsOf(wall: Wall, nowMs: number): Alarm[] {
  const left = (at: string | undefined) => Math.ceil((Date.parse(at ?? '') - nowMs) / 1_000)
  const silent: Alarm[] = wall.experts.flatMap((expert) =>
    expert.seats.flatMap(({ held }) =>
      held?.silent
        ? [{ kind: 'silent' as const, held, expert: expert.displayName, left: Math.max(0, left(held.dueAt)) }]
        : [],
    ),
  )
  const waits: Alarm[] = queueOf(wall)
    .map((waiting) => ({ kind: 'waits' as const, waiting, waited: since(waiting.since, nowMs) }))
    .filter((alarm) => alarm.waited >= waitsTooLong)
    .sort((a, b) => b.waited - a.waited)
  const open: Alarm[] = openOf(wall)
    .map((waiting) => ({ kind: 'open' as const, waiting, left: left(waiting.answerBy) }))
    .filter((alarm) => alarm.left <= openSoon)
  return [
    ...silent,
    ...open.filter((a) => a.kind === 'open' && a.left <= 0),
    ...waits,
    ...open.filter((a) => a.kind === 'open' && a.left > 0),
  ]
}
